import StackModel

/// `focus`: keeps the samples that have a frame which matches. `ignore`: drops them.
///
/// A frame matches by its function's name, its source file or its module. The two part a profile: what one keeps the
/// other drops. A sample without frames matches nothing.
package struct FocusSamples: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let pattern: NamePattern
    private let keepsMatches: Bool

    /// Keeps (`focus`) or drops (`ignore`) what matches the word's argument.
    init(_ word: TransformWord, keepsMatches: Bool) throws(TransformError) {
        self.word = word
        self.keepsMatches = keepsMatches
        pattern = try NamePattern(argumentOf: word)
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        let matches = try FrameMatches(profile, pattern)
        let hasMatch = profile.stacks(with: matches)
        var rewriting = Rewriting(word)
        let keeps = keepsMatches
        rewriting.keepsSample = { row in hasMatch[profile.samples.key(row).stack.row] == keeps }
        if keeps {
            rewriting.nothingLeft = { [word] in .noFrame(word, in: profile) }
        } else if matches.isEmpty {
            rewriting.message = "matches no function, file or module"
        }
        return try profile.rewritten(rewriting)
    }
}
