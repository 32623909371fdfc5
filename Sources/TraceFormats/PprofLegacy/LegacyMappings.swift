import StackModel

/// Where in memory the program's files were, as the end of a legacy profile lists them.
struct LegacyMappings {
    private var rows: [(start: UInt64, limit: UInt64, id: MappingID)] = []

    /// How many mappings there are.
    var count: Int { rows.count }

    /// Reads all lines that are mappings: `/proc/PID/maps` (executable ones), or gperftools' short `start-end: file`.
    /// Lines `name=value` replace `$name` at the start of later files.
    init(_ lines: TextLines, into builder: inout ProfileBuilder) {
        var lines = lines
        var names: [(name: ByteView, value: ByteView)] = []
        while let line = lines.next()?.trimmed {
            if let row = LegacyMappings.row(line) {
                var mapping = Mapping()
                mapping.start = row.start
                mapping.limit = row.limit
                mapping.fileOffset = row.offset
                mapping.file = LegacyMappings.file(row.file, names, into: &builder)
                mapping.kind = PerfModule.kind(builder.strings.bytes(mapping.file))
                if row.isExecutable { rows.append((row.start, row.limit, builder.mapping(mapping))) }
            } else if let equal = line.firstIndex(of: 0x3D) {
                names.append((line.prefix(equal).trimmed, line.dropFirst(equal + 1).trimmed))
            }
        }
        rows.sort { $0.start < $1.start }
    }

    /// The mapping that an address lies in.
    func mapping(of address: UInt64) -> MappingID {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].start <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0, address < rows[low - 1].limit else { return .none }
        return rows[low - 1].id
    }

    private struct Row {
        var start: UInt64
        var limit: UInt64
        var offset: UInt64 = 0
        var file = ByteView.empty
        var isExecutable = true
    }

    private static func row(_ line: ByteView) -> Row? {
        let startEnd = line.hexDigits(from: 0)
        guard startEnd > 0, startEnd < line.count, line[startEnd] == 0x2D else { return nil }
        let limitEnd = startEnd + 1 + line.hexDigits(from: startEnd + 1)
        guard let start = line.prefix(startEnd).significantHexadecimal,
            let limit = line.slice(startEnd + 1, limitEnd).significantHexadecimal
        else { return nil }
        var row = Row(start: start, limit: limit)
        var fields = FieldCursor(line.dropFirst(limitEnd))
        if fields.skip(":") {
            row.file = fields.word()
            return row
        }
        row.isExecutable = fields.word().firstIndex(of: 0x78) != nil
        row.offset = fields.word().significantHexadecimal ?? 0
        guard fields.word().firstIndex(of: 0x3A) != nil, fields.integer() != nil else { return nil }
        row.file = fields.rest
        return row
    }

    private static func file(
        _ file: ByteView, _ names: [(name: ByteView, value: ByteView)], into builder: inout ProfileBuilder
    ) -> StringID {
        guard file.first == 0x24 else { return builder.string(file) }
        for (name, value) in names where !name.isEmpty && file.count > name.count {
            guard file.slice(1, 1 + name.count) == name else { continue }
            var whole = value.bytes
            file.dropFirst(1 + name.count).append(to: &whole)
            return ByteView.withBytes(of: whole) { builder.string($0) }
        }
        return builder.string(file)
    }
}
