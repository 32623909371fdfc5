import StackModel

/// `show-from`: drops what is above the frame nearest to the root that matches; samples without one are dropped.
package struct ShowFrom: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let pattern: NamePattern

    /// Stacks start at what matches the word's argument.
    init(_ word: TransformWord) throws(TransformError) {
        self.word = word
        pattern = try NamePattern(argumentOf: word)
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        let started = profile.stacks(with: try FrameMatches(profile, pattern))
        var plan = StackPlan(profile) { stack, _ in started[stack.row] }
        plan.dropEmptied(profile, stackless: true)
        var rewriting = Rewriting(word)
        rewriting.plan = plan
        rewriting.nothingLeft = { [word] in .noFrame(word, in: profile) }
        return try profile.rewritten(rewriting)
    }
}
