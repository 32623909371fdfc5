import StackModel

/// `prune-from`: drops what is below the frame nearest to the leaf that matches; the frame itself stays, and gets what
/// was measured below it. Names are simplified first, as for `drop-frames`.
package struct PruneFrom: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let pattern: NamePattern

    /// Stacks end at what matches the word's argument.
    init(_ word: TransformWord) throws(TransformError) {
        self.word = word
        pattern = try NamePattern(argumentOf: word)
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        let matches = try SimplifiedMatches(profile, pattern)
        var plan = StackPlan(profile)
        var hasMatch = [Bool](repeating: false, count: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            let parent = profile.stacks.parent(stack).row
            let isMatch = matches[profile.stacks.frame(stack)]
            hasMatch[row] = isMatch || hasMatch[parent]
            if !isMatch, hasMatch[parent] { plan.targets[row] = plan.targets[parent] }
        }
        var rewriting = Rewriting(word)
        rewriting.plan = plan
        if matches.isEmpty { rewriting.message = "matches no function" }
        return try profile.rewritten(rewriting)
    }
}
