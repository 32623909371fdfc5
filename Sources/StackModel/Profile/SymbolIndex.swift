/// Finds the frame of a symbol in a mapping by one look-up, for text formats that repeat both in every line.
struct SymbolIndex: ~Copyable {
    private var rows = Column<Row>()
    private var index = HashSlots(expecting: 4096)
    private let seed: UInt64

    /// A symbol, where its name stands among the strings, and its frame: all that a look-up asks for, in one place.
    /// (Not private: the compiler of Swift 6.3 fails to inline that into another file without optimisation.)
    struct Row: BitwiseCopyable, Sendable {
        var start = 0
        var count = 0
        var mapping = MappingID.none
        var frame = FrameID.none
    }

    init(seed: UInt64) {
        self.seed = seed
        rows.append(Row())
    }

    @inline(__always)
    borrowing func hash(_ symbol: ByteView, _ mapping: MappingID) -> UInt64 {
        symbol.hash(seed: seed ^ UInt64(mapping.raw) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    borrowing func find(
        _ hash: UInt64, _ symbol: ByteView, _ mapping: MappingID, _ strings: borrowing StringTable
    ) -> FrameID {
        let found = index.find(hash) { holds(rows[$0], symbol, mapping, strings) }
        return rows[found].frame
    }

    @inline(__always)
    private borrowing func holds(
        _ row: Row, _ symbol: ByteView, _ mapping: MappingID, _ strings: borrowing StringTable
    ) -> Bool {
        row.mapping == mapping && row.count == symbol.count
            && strings.bytes(row.start..<(row.start &+ row.count)) == symbol
    }

    mutating func insert(
        _ hash: UInt64, name: StringID, mapping: MappingID, frame: FrameID, _ strings: borrowing StringTable
    ) {
        let place = strings.place(of: name)
        index.insert(hash, row: rows.count)
        rows.append(Row(start: place.lowerBound, count: place.count, mapping: mapping, frame: frame))
    }
}

/// The seed of every hash table of this process: random, so that no file can be made to collide.
package enum ProcessSeed {
    /// The seed; nothing that is written anywhere depends on it.
    package static let value = UInt64.random(in: .min ... .max)
}
