import StackModel

/// One step from a profile to another: a filter of samples, of frames, or of names.
///
/// Pure: the profile that it is applied to stays as it is. What a transform leaves out it says in a note diagnostic
/// of the result; what would leave nothing at all is an error.
package protocol ProfileTransform: Sendable {
    /// The transform as a user writes it.
    var word: TransformWord { get }
    /// How much of each sample it needs.
    var detail: SampleDetail { get }
    /// Whether it must be applied to each trace before traces are merged, because it counts from the trace's own start.
    var appliesBeforeMerge: Bool { get }
    /// The transformed profile.
    func apply(to profile: Profile) throws(TransformError) -> Profile
}

extension ProfileTransform {
    package var appliesBeforeMerge: Bool { false }
}

/// A transform that needs stacks: a call graph gets estimated ones first, and its result says so.
protocol StackTransform: ProfileTransform {
    /// The transformed profile; `profile` is not a call graph.
    func transform(_ profile: Profile) throws(TransformError) -> Profile
}

extension StackTransform {
    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        guard profile.isCallGraph else { return try transform(profile) }
        var note = Rewriting(word)
        note.code = "transform.estimated"
        note.message = "a call graph has no stacks: works on estimated ones"
        return try transform(profile.withStacks(.estimate).rewritten(note))
    }
}

/// What becomes of a profile of which a transform leaves no sample.
package enum EmptyResultRule: Sendable {
    /// An error that says which transform it was, and what is near to what it asks for.
    case error
    /// An empty profile that says so in a note: for one trace of many, of which others have samples left.
    case emptyProfile
}

extension Profile {
    /// The profile after all of `transforms`, in their order.
    package func applying(
        _ transforms: [any ProfileTransform], whenEmpty rule: EmptyResultRule = .error
    ) throws(TransformError) -> Profile {
        var result = self
        for transform in transforms {
            do throws(TransformError) {
                result = try transform.apply(to: result)
            } catch {
                guard rule == .emptyProfile, error.leavesNothing else { throw error }
                var nothing = Rewriting(transform.word)
                nothing.code = "transform.empty"
                nothing.trace = metadata.sources.first
                nothing.keepsSpan = { _ in false }
                nothing.keepsReading = { _ in false }
                var rewriter = ProfileRewriter(result, nothing)
                rewriter.note("no sample is left")
                return rewriter.finish()
            }
        }
        return result
    }

    /// Whether transforms left no sample of any trace, where one such trace alone was no error.
    package var wasEmptied: Bool {
        samples.count == 0 && diagnostics.diagnostics.contains { $0.code == "transform.empty" }
    }

    /// What transforms left out of the profile, and what else they said.
    package var transformNotes: [Diagnostic] {
        diagnostics.diagnostics.filter { $0.code.hasPrefix("transform.") }
    }
}

extension Sequence<any ProfileTransform> {
    /// How much of each sample these transforms need between them.
    package var detail: SampleDetail { map(\.detail).max() ?? .stacks }
}
