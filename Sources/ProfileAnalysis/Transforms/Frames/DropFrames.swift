import StackModel

/// `drop-frames`: leaves out the frames that match, and all below them; `keep-frames` names exceptions.
///
/// As pprof's prune.go: a whole simplified name must match; the scan goes from the root, and what matches before the
/// first frame that does not is kept, so that no stack is lost. Frames inlined into each other are one place, of which
/// what is inlined into a match goes even there. What was measured below counts for the last frame that stays.
package struct DropFrames: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let drop: NamePattern
    private let keep: NamePattern?
    /// Whether it is worth a word when no function matches.
    fileprivate var saysWhenIdle = true

    /// Drops what matches the word's argument.
    init(_ word: TransformWord) throws(TransformError) {
        self.init(word, try NamePattern(argumentOf: word, .wholeName), keep: nil)
    }

    private init(_ word: TransformWord, _ drop: NamePattern, keep: NamePattern?) {
        self.word = word
        self.drop = drop
        self.keep = keep
    }

    /// The same with exceptions.
    func keeping(_ word: TransformWord) throws(TransformError) -> DropFrames {
        let keep = try NamePattern(argumentOf: word, .wholeName)
        return DropFrames(self.word, drop, keep: keep)
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        let matches = try SimplifiedMatches(profile, drop, except: keep)
        var rewriting = Rewriting(word)
        if matches.isEmpty {
            guard saysWhenIdle else { return profile }
            rewriting.message = "matches no function"
        }
        rewriting.plan = plan(profile, matches)
        return try profile.rewritten(rewriting)
    }

    /// What the scan from the root knows at a frame.
    private struct ScanState {
        /// A place that does not match was seen above the frame's own.
        var sawOther = false
        /// The frame's own place matches.
        var matches = false
        /// Everything from here on down is dropped.
        var isCut = false
        /// The rest of the place, inlined into a match, is dropped.
        var dropsPlace = false
    }

    private func plan(_ profile: Profile, _ matches: SimplifiedMatches) -> StackPlan {
        var states = [ScanState](repeating: ScanState(), count: profile.stacks.count)
        return StackPlan(profile) { stack, parent in
            let frame = profile.stacks.frame(stack)
            let isMatch = matches[frame]
            var state = states[parent.row]
            if !profile.frames[frame].flags.contains(.inlined) || parent.isNone {
                state.sawOther = state.sawOther || (!parent.isNone && !state.matches)
                state.matches = isMatch
                state.dropsPlace = false
            } else if isMatch, !state.matches {
                state.matches = true
                state.dropsPlace = true
            }
            state.isCut = state.isCut || state.matches && state.sawOther
            states[stack.row] = state
            return !state.isCut && !state.dropsPlace
        }
    }
}

/// The frames that a pprof file says are of no interest (`drop_frames` and `keep_frames`), left out when it is read.
package struct DropTraceFrames: ProfileTransform {
    package let word = TransformWord("drop-frames")
    package let detail = SampleDetail.stacks

    /// What the trace itself says; a trace that says nothing stays as it is.
    package init() {}

    /// Leaves frames out; an expression that cannot be used is reported in a warning, and all frames stay.
    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        guard let dropped = profile.metadata.dropFrames, !dropped.isEmpty else { return profile }
        do throws(TransformError) {
            var drop = try DropFrames(TransformWord(word.name, dropped))
            if let kept = profile.metadata.keepFrames, !kept.isEmpty {
                drop = try drop.keeping(TransformWord("keep-frames", kept))
            }
            drop.saysWhenIdle = false
            return try drop.apply(to: profile)
        } catch {
            var rewriting = Rewriting(word)
            rewriting.severity = .warning
            rewriting.message = "the trace's own drop_frames is not applied: \(error.reason)"
            return try profile.rewritten(rewriting)
        }
    }
}
