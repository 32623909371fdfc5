import StackModel

/// `event`: keeps one or several value types, which for perf are its events.
///
/// The argument is a list of names, exact (`cycles:u`, or `cpu/nanoseconds` with the unit) and parted by commas; where
/// none has such a name, it is a regular expression over names.
package struct EventFilter: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let names: [String]
    private let pattern: NamePattern?

    /// Keeps the value types that the word's argument names.
    init(_ word: TransformWord) throws(TransformError) {
        self.word = word
        let text = try word.required("names of value types, or a regular expression")
        names = text.split(separator: ",").map(String.init)
        do throws(TransformError) { pattern = try NamePattern(text, for: word) } catch { pattern = nil }
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var kept = profile.valueTypeIDs.filter { isNamed(profile.valueType($0)) }
        if kept.isEmpty, let pattern {
            var matcher = PatternMatcher(pattern)
            for id in profile.valueTypeIDs where try matcher.matches(profile.valueType(id).name) { kept.append(id) }
        }
        let all = profile.valueTypes.map(\.name)
        guard !kept.isEmpty else {
            throw .nothing(word, expected: "a value type of that name", among: "value types", all)
        }
        // The figures of a call graph are those of all its value types at once.
        guard kept.count < profile.valueTypes.count, !profile.isCallGraph else { return profile }
        var rewriting = Rewriting(word)
        rewriting.valueTypes = kept
        let left = profile.valueTypeIDs.filter { !kept.contains($0) }.map { profile.valueType($0).name }
        rewriting.message = "value types left out: " + left.joined(separator: ", ")
        return try profile.rewritten(rewriting)
    }

    private func isNamed(_ type: ValueType) -> Bool {
        names.contains(type.name) || names.contains("\(type.name)/\(type.unit)")
    }
}
