import StackModel

/// `tag-show`: keeps only the labels whose key matches. `tag-hide`: takes them away. Samples stay.
package struct TagVisibility: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.threads
    private let pattern: NamePattern
    private let showsMatches: Bool

    /// Shows or hides what matches the word's argument.
    init(_ word: TransformWord, showsMatches: Bool) throws(TransformError) {
        self.word = word
        self.showsMatches = showsMatches
        pattern = try NamePattern(try word.required("a regular expression over label keys"), for: word)
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var strings = StringMatches(profile, pattern)
        var matching = Set<StringID>()
        var hidden = Set<StringID>()
        for row in 1..<max(profile.labels.count, 1) {
            for label in profile.labels[LabelSetID(row: row)] {
                let matches = try strings.contains(label.key)
                if matches { matching.insert(label.key) }
                if matches != showsMatches { hidden.insert(label.key) }
            }
        }
        if hidden.isEmpty, !matching.isEmpty { return profile }
        var rewriting = Rewriting(word)
        rewriting.keepsLabel = { !hidden.contains($0.key) }
        let left = hidden.map { profile.text($0) }.sorted().joined(separator: ", ")
        rewriting.message = matching.isEmpty ? "matches no label" : "labels left out: " + left
        return try profile.rewritten(rewriting)
    }
}
