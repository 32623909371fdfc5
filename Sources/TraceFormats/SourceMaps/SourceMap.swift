import StackModel
import TraceInput

/// A source map, version 3 (ECMA-426): where in the original sources each piece of a generated script comes from.
struct SourceMap {
    /// A piece of a generated line, up to the next one. Lines and columns count from 0.
    private struct Segment {
        var column: Int32
        /// Rows of `sources` and `names`; -1 where there is none.
        var source: Int32
        var line: Int32
        var name: Int32
    }

    /// A place in an original source.
    struct Place {
        let source: [UInt8]
        /// 1-based.
        let line: Int32
        /// The original name of the identifier that stands there.
        let name: [UInt8]?
    }

    private var segments: [Segment] = []
    /// Where each generated line's segments end.
    private var ends: [Int] = []
    private var sources: [[UInt8]] = []
    private var names: [[UInt8]] = []
    private var isSorted = true

    /// Reads a whole map, plain or made of sections.
    init(_ bytes: ByteView, file: String) throws(TraceError) {
        var json = JSONReader(bytes.hasPrefix(")]}'") ? SourceMap.afterFirstLine(bytes) : bytes, file: file)
        try readMap(&json, line: 0, column: 0)
        try json.end()
        sortLines()
    }

    /// Servers put a first line before JSON that no script can run.
    private static func afterFirstLine(_ bytes: ByteView) -> ByteView {
        bytes.dropFirst(bytes.firstIndex(of: 0x0A) ?? bytes.count)
    }

    /// Reads the map that comes next; its lines and columns begin at a place of the whole script.
    private mutating func readMap(_ json: inout JSONReader, line: Int, column: Int32) throws(TraceError) {
        var root: [UInt8] = []
        var mappings: [UInt8] = []
        var ownSources: [[UInt8]] = []
        let firstSource = sources.count
        let firstName = names.count
        try json.eachMember { key, json throws(TraceError) in
            if key == "sources" {
                try json.eachElement { json throws(TraceError) in ownSources.append(try json.stringIfAny()?.bytes ?? [])
                }
            } else if key == "names" {
                try json.eachElement { json throws(TraceError) in names.append(try json.stringIfAny()?.bytes ?? []) }
            } else if key == "sourceRoot" {
                root = try json.stringIfAny()?.bytes ?? []
            } else if key == "mappings" {
                mappings = try json.stringIfAny()?.bytes ?? []
            } else if key == "sections", line == 0, column == 0 {
                try json.eachElement { json throws(TraceError) in try readSection(&json) }
            } else {
                try json.skip()
            }
        }
        if let last = root.last, last != 0x2F { root.append(0x2F) }
        sources += ownSources.map { root + $0 }
        ByteView.withBytes(of: mappings) { text in
            readMappings(Base64VLQ(text), line: line, column: column, source: firstSource, name: firstName)
        }
    }

    /// `{"offset": {"line": 10, "column": 0}, "map": {...}}`
    private mutating func readSection(_ json: inout JSONReader) throws(TraceError) {
        var line: Int64 = 0
        var column: Int64 = 0
        var map: JSONReader?
        try json.eachMember { key, json throws(TraceError) in
            if key == "offset" {
                try json.eachMember { key, json throws(TraceError) in
                    if key == "line" {
                        line = try json.integer()
                    } else if key == "column" {
                        column = try json.integer()
                    } else {
                        try json.skip()
                    }
                }
            } else if key == "map" {
                map = try json.mark()
            } else {
                try json.skip()
            }
        }
        guard (0..<10_000_000).contains(line), (0..<1_000_000_000).contains(column) else {
            throw json.broken("an offset of a section", "\(line):\(column)", code: "sourcemap.section")
        }
        // A section that holds sections itself is against the rules: its own are passed over.
        if var map, line + column > 0 || ends.isEmpty {
            try readMap(&map, line: Int(line), column: Int32(truncatingIfNeeded: column))
        }
    }

    private mutating func readMappings(_ vlq: Base64VLQ, line: Int, column: Int32, source: Int, name: Int) {
        var vlq = vlq
        var row = line
        // Each number is the difference to the one before; the generated column starts anew with each line.
        var segment = Segment(column: column, source: 0, line: 0, name: 0)
        while let byte = vlq.next {
            if byte == 0x3B {
                row += 1
                segment.column = 0
                vlq.pass()
                continue
            }
            guard let step = vlq.number() else {
                vlq.pass()
                continue
            }
            segment.column &+= step
            var kept = Segment(column: segment.column, source: -1, line: 0, name: -1)
            if let sourceStep = vlq.number(), let lineStep = vlq.number(), vlq.number() != nil {
                segment.source &+= sourceStep
                segment.line &+= lineStep
                kept.source = SourceMap.row(segment.source, from: source, of: sources.count)
                kept.line = segment.line
                if let nameStep = vlq.number() {
                    segment.name &+= nameStep
                    kept.name = SourceMap.row(segment.name, from: name, of: names.count)
                }
            }
            append(kept, row: row)
        }
    }

    private static func row(_ number: Int32, from first: Int, of count: Int) -> Int32 {
        let row = Int(number) + first
        return number >= 0 && row < count ? Int32(truncatingIfNeeded: row) : -1
    }

    /// Sections come in order, and no script has ten million lines: what is elsewhere is passed over.
    private mutating func append(_ segment: Segment, row: Int) {
        guard row + 1 >= ends.count, row < 10_000_000 else { return }
        while ends.count <= row { ends.append(segments.count) }
        if segments.count > (row == 0 ? 0 : ends[row - 1]), let last = segments.last, last.column > segment.column {
            isSorted = false
        }
        segments.append(segment)
        ends[row] = segments.count
    }

    private mutating func sortLines() {
        guard !isSorted else { return }
        for row in ends.indices {
            segments[(row == 0 ? 0 : ends[row - 1])..<ends[row]].sort { $0.column < $1.column }
        }
    }
}

// Looking up.
extension SourceMap {
    /// Where a place of the generated script comes from; line and column are 1-based, a column of 0 is the line's first
    /// piece. Nil where the map has nothing for it.
    func place(line: Int32, column: Int32) -> Place? {
        guard let segment = segment(line: line, column: column, isExact: false), segment.source >= 0 else { return nil }
        let name = segment.name >= 0 ? names[Int(segment.name)] : nil
        return Place(
            source: sources[Int(segment.source)], line: segment.line < 0 ? 0 : segment.line &+ 1, name: name)
    }

    /// The original name of the identifier that begins just there.
    func name(line: Int32, column: Int32) -> [UInt8]? {
        guard let segment = segment(line: line, column: column, isExact: true), segment.name >= 0 else { return nil }
        return names[Int(segment.name)]
    }

    /// The last piece that begins at or before the column.
    private func segment(line: Int32, column: Int32, isExact: Bool) -> Segment? {
        let row = Int(line) - 1
        guard row >= 0, row < ends.count else { return nil }
        var low = row == 0 ? 0 : ends[row - 1]
        var high = ends[row]
        guard low < high else { return nil }
        if column <= 0 { return isExact ? nil : segments[low] }
        let wanted = column - 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if segments[middle].column <= wanted { low = middle } else { high = middle }
        }
        let found = segments[low]
        return found.column > wanted || isExact && found.column != wanted ? nil : found
    }
}
