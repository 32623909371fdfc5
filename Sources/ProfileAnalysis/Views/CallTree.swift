import StackModel

/// A tree of frames with values, for views that show paths: folded text, flame graphs, differences.
///
/// Node 0 is the root of all; `parent(n) < n`. Each node has one value for each profile that was added, so that a
/// tree of two profiles is their comparison. Public, with what is asked of every node, for the reason of ByteView
/// (docs/decisions/0010).
public final class CallTree: Sendable {
    package let groups: FrameGroups
    /// How many profiles were added.
    public let width: Int
    private let parents: Column<Int32>
    @usableFromInline let nodeGroups: Column<Int32>
    private let nodeFlags: Column<FrameFlags>
    @usableFromInline let own: Column<Int64>
    private let totals: Column<Int64>

    init(_ builder: consuming CallTreeBuilder) {
        var totals = Column<Int64>(repeating: 0, count: builder.own.count)
        let width = builder.width
        for index in 0..<builder.own.count { totals[index] = builder.own[index] }
        var node = builder.parents.count - 1
        while node > 0 {
            let parent = Int(builder.parents[node])
            for column in 0..<width {
                let index = parent * width + column
                totals[index] = totals[index].addingSaturated(totals[node * width + column])
            }
            node -= 1
        }
        self.width = width
        groups = builder.groups
        parents = builder.parents
        nodeGroups = builder.nodeGroups
        nodeFlags = builder.nodeFlags
        own = builder.own
        self.totals = totals
    }

    /// How many nodes there are, the root included.
    package var count: Int { parents.count }

    /// The node above a node; -1 above the root.
    package func parent(_ node: Int) -> Int { Int(parents[node]) }

    /// The group that a node shows; -1 for the root.
    @inlinable
    @inline(__always)
    public func group(_ node: Int) -> Int32 { nodeGroups[node] }

    /// What is known of the frame at a node, `inlined` included.
    package func flags(_ node: Int) -> FrameFlags { nodeFlags[node] }

    /// A node's name as raw bytes; empty for the root.
    package func name(_ node: Int) -> ByteView { node == 0 ? .empty : groups.name(nodeGroups[node]) }

    /// Measured at the node itself, by the profile in `column`.
    @inlinable
    @inline(__always)
    public func selfValue(_ node: Int, _ column: Int = 0) -> Int64 { own[node * width + column] }

    /// Measured at the node or below, by the profile in `column`.
    package func totalValue(_ node: Int, _ column: Int = 0) -> Int64 { totals[node * width + column] }

    /// The children of every node, in the order of the nodes.
    package func children() -> TreeChildren { TreeChildren(parents) }

    /// The children of every node, ordered by name.
    package func childrenByName() -> TreeChildren {
        var children = children()
        let places = groups.placesByName()
        children.sort { places[Int(group($0))] }
        return children
    }
}

extension CallTree {
    /// The tree of one profile.
    package static func of(
        _ profile: Profile, _ selection: ValueSelection, identity: FrameIdentity,
        options: CallTreeOptions = CallTreeOptions()
    ) -> CallTree {
        var groups = FrameGroups(identity: identity)
        let functionGroups = groups.add(profile)
        var builder = CallTreeBuilder(groups: groups, options: options)
        builder.add(profile, selection, groups: functionGroups)
        return builder.finish()
    }
}

/// What a call tree is made of.
package struct CallTreeOptions: Sendable {
    /// Whether perf's command name stands in front of each stack.
    package var leadsWithCommand = true
    /// Whether stacks are turned round: callers below the function that was running.
    package var reversed = false
    /// Whether siblings of one name may stay apart, for a reader of the tree who adds them up: the tree of one profile is
    /// then made without looking for them. Not where stacks are turned round.
    package var keepsAlike = false

    /// The usual tree.
    package init() {}
}
