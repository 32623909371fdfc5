import StackModel

/// `hide`: leaves out the frames that match; what was measured in them counts for their callers. `show`: leaves out
/// all others.
///
/// A sample of which no frame remains is dropped, as pprof does; one that had no frames stays under `hide`.
package struct VisibleFrames: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let pattern: NamePattern
    private let showsMatches: Bool

    /// Hides or shows what matches the word's argument.
    init(_ word: TransformWord, showsMatches: Bool) throws(TransformError) {
        self.word = word
        self.showsMatches = showsMatches
        pattern = try NamePattern(argumentOf: word)
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        let matches = try FrameMatches(profile, pattern)
        var plan = StackPlan(profile) { stack, _ in matches[profile.stacks.frame(stack)] == showsMatches }
        plan.dropEmptied(profile, stackless: showsMatches)
        var rewriting = Rewriting(word)
        rewriting.plan = plan
        if showsMatches {
            rewriting.nothingLeft = { [word] in .noFrame(word, in: profile) }
        } else if matches.isEmpty {
            rewriting.message = "matches no function, file or module"
        }
        return try profile.rewritten(rewriting)
    }
}
