import StackModel

/// What becomes of the frame that a stack adds to its caller's stack.
enum FrameFate: UInt8, Sendable {
    /// It stays.
    case keep
    /// It is left out: what was measured below it moves to its caller.
    case leave
    /// It is replaced by a frame named `[other]`.
    case other
}

/// What becomes of every stack of a profile, by stack row.
///
/// A stack's new path is that of its target, frame by frame as their fates say; all in one loop over the table,
/// because parents come before children.
struct StackPlan {
    /// The stack, itself or one above it, to which what was measured with a stack moves.
    var targets: [StackID]
    /// What becomes of the stack's own last frame.
    var fates: [FrameFate]
    /// Whether samples with the stack are dropped.
    var drops: [Bool]

    /// A plan that changes nothing.
    init(_ profile: Profile) {
        targets = (0..<profile.stacks.count).map { StackID(row: $0) }
        fates = [FrameFate](repeating: .keep, count: profile.stacks.count)
        drops = [Bool](repeating: false, count: profile.stacks.count)
    }

    /// A plan that leaves out frames: `keeps` is asked for each stack, after its parent, whether its last frame stays.
    init(_ profile: Profile, keeping keeps: (_ stack: StackID, _ parent: StackID) -> Bool) {
        self.init(profile)
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            if !keeps(stack, profile.stacks.parent(stack)) { fates[row] = .leave }
        }
    }

    /// Drops samples of which no frame is left; `stackless` says whether those that had none go too.
    mutating func dropEmptied(_ profile: Profile, stackless: Bool) {
        if fates.isEmpty { return }
        drops[0] = stackless
        var hasFrame = [Bool](repeating: false, count: fates.count)
        for row in 1..<max(fates.count, 1) {
            hasFrame[row] = fates[row] != .leave || hasFrame[profile.stacks.parent(StackID(row: row)).row]
        }
        for row in 1..<max(fates.count, 1) { drops[row] = !hasFrame[targets[row].row] }
    }
}
