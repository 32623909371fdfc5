import StackModel
import TraceInput

/// 0x's trees: `merged`, which leaves inlined functions out, and `unmerged`, which tells the tiers apart.
enum ZeroXTree {
    /// Adds the fuller of the trees that the object that comes next has.
    static func add(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        var merged: JSONReader?
        var unmerged: JSONReader?
        try json.eachMember { key, json throws(TraceError) in
            if key == "merged" {
                merged = try json.mark()
            } else if key == "unmerged" {
                unmerged = try json.mark()
            } else {
                try json.skip()
            }
        }
        guard var tree = unmerged ?? merged else { throw json.broken("a tree", "none", code: "0x.tree") }
        try addTree(&tree, into: &builder, tally: &tally)
    }

    /// A function in the tree: `value` ticks in it and below, `top` of them in itself.
    private struct Row {
        var parent: Int
        var frame = FrameID.none
        var isRoot = false
        var own: Int64 = 0
    }

    private static func addTree(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        var rows: [Row] = []
        try json.walkTree(children: "children") { parent in
            rows.append(Row(parent: parent ?? -1))
        } member: { row, key, json throws(TraceError) in
            if key == "name" {
                let name = try json.stringIfAny() ?? .empty
                rows[row].isRoot = row == 0 && name == "all stacks"
                if !rows[row].isRoot { rows[row].frame = ZeroXName.frame(name, into: &builder) }
            } else if key == "top" {
                rows[row].own = try json.integer()
            } else if key == "onStackTop" {
                try readOnStackTop(&json, &rows[row].own)
            } else {
                try json.skip()
            }
        }
        var stacks: [StackID] = []
        stacks.reserveCapacity(rows.count)
        for row in rows {
            var stack = row.parent < 0 ? StackID.none : stacks[row.parent]
            if !row.frame.isNone { stack = builder.stack(parent: stack, frame: row.frame) }
            stacks.append(stack)
            tally.countGood()
            if row.own > 0 { builder.addSample(SampleKey(stack: stack), value: row.own, count: row.own) }
        }
    }

    /// clinic flame's way to write `top`.
    private static func readOnStackTop(_ json: inout JSONReader, _ own: inout Int64) throws(TraceError) {
        guard try json.kind() == .object else { return try json.skip() }
        try json.eachMember { key, json throws(TraceError) in
            if key == "base" { own = try json.integer() } else { try json.skip() }
        }
    }
}
