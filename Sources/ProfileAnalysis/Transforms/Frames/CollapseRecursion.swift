import StackModel

/// `collapse-recursion`: a function that calls itself directly is one frame, the outermost.
///
/// The stacks of a call graph never have a function below itself, so that a call graph stays as it is.
package struct CollapseRecursion: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks

    init(_ word: TransformWord) { self.word = word }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        if profile.isCallGraph { return profile }
        let functions = profile.functionsOfFrames
        var rewriting = Rewriting(word)
        rewriting.plan = StackPlan(profile) { stack, parent in
            let caller = functions[profile.stacks.frame(parent).row]
            return parent.isNone || caller != functions[profile.stacks.frame(stack).row]
        }
        return try profile.rewritten(rewriting)
    }
}
