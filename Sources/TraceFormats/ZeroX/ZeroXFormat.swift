import StackModel
import TraceInput

/// What 0x and clinic flame keep: ticks as stacks of code, and trees of them, alone or inside 0x's page.
///
/// After 0x 4 and 5 (`lib/v8-log-to-ticks.js`, `lib/ticks-to-tree.js`, `lib/render.js`) and clinic flame up to 13.
package enum ZeroXFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "0x", name: "0x and clinic flame",
        recordedBy: "0x PROGRAM.js (flamegraph.html), or clinic flame -- node PROGRAM.js (.clinic/*/*-samples)",
        weights: "each tick counts 1")

    /// How 0x's page begins the trees that it draws.
    private static var pageTree: ByteView { ByteView(literal: "{\"merged\":{\"name\":") }

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        switch outline.root {
        case .array:
            // Every tick is a list of code objects. The first ticks may have no known code.
            guard outline.firstElement.first == 0x5B else { return .no }
            let hasName = head.firstIndex(of: ByteView(literal: "\"name\"")) != nil
            return hasName && head.firstIndex(of: ByteView(literal: "\"type\"")) != nil ? .yes : .no
        case .object:
            for tree in ["merged", "unmerged"] as [StaticString]
            where outline.value(tree, contains: "\"value\"") && outline.value(tree, contains: "\"name\"") {
                return .yes
            }
            return .no
        default:
            return head.firstIndex(of: pageTree) != nil ? .yes : .no
        }
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var bytes = try reader.readAll()
        var tally = RecordTally(isStrict: options.isStrict)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        builder.metadata.linesIdentifyFunctions = true
        let isPage = JSONOutline(bytes.prefix(min(bytes.count, 4096))).root == nil
        if isPage, let start = bytes.firstIndex(of: pageTree) { bytes = bytes.dropFirst(start) }
        var json = JSONReader(bytes, file: reader.name)
        if try json.kind() == .array {
            try ZeroXTicks.add(&json, into: &builder, tally: &tally)
        } else {
            try ZeroXTree.add(&json, into: &builder, tally: &tally)
        }
        if !isPage { try json.end() }
        try tally.judge(reader, builder, what: "tick or function")
    }
}
