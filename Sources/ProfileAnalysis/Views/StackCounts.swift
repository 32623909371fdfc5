import StackModel

/// How many stacks the samples of a profile have, how deep they go, and how many samples have none.
package struct StackCounts: Sendable {
    /// Different stacks that samples were taken with, the empty one included.
    package private(set) var distinct = 0
    /// Frames of the deepest of them.
    package private(set) var maxDepth = 0
    /// Samples without frames; the profiler's own root is none.
    package private(set) var samplesWithoutStack: Int64 = 0

    /// Counts the samples of one value type, or of all.
    package init(_ profile: Profile, of type: ValueTypeID? = nil) {
        var seen = [Bool](repeating: false, count: profile.stacks.count)
        for row in 0..<profile.samples.count {
            if let type, profile.samples.value(row, of: type) == nil { continue }
            let stack = profile.samples.key(row).stack
            if StackCounts.isEmpty(stack, in: profile) {
                samplesWithoutStack = samplesWithoutStack.addingSaturated(profile.samples.sampleCount(row))
            }
            if seen[stack.row] { continue }
            seen[stack.row] = true
            distinct += 1
            maxDepth = max(maxDepth, profile.stacks.depth(stack))
        }
    }

    private static func isEmpty(_ stack: StackID, in profile: Profile) -> Bool {
        guard profile.stacks.depth(stack) <= 1 else { return false }
        return stack.isNone || profile.frames[profile.stacks.frame(stack)].flags.contains(.root)
    }
}
