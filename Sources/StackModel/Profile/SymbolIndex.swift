/// Finds the frame of a symbol in a mapping by one look-up, for text formats that repeat both in every line.
struct SymbolIndex: ~Copyable {
    private struct Row: BitwiseCopyable {
        var name: StringID
        var mapping: MappingID
        var frame: FrameID
    }

    private var rows = Column<Row>()
    private var index = HashSlots(expecting: 4096)
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        rows.append(Row(name: .none, mapping: .none, frame: .none))
    }

    @inline(__always)
    borrowing func hash(_ symbol: ByteView, _ mapping: MappingID) -> UInt64 {
        symbol.hash(seed: seed ^ UInt64(mapping.raw) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    borrowing func find(
        _ hash: UInt64, _ symbol: ByteView, _ mapping: MappingID, _ strings: borrowing StringTable
    ) -> FrameID {
        let row = index.find(hash) { rows[$0].mapping == mapping && strings.bytes(rows[$0].name) == symbol }
        return rows[row].frame
    }

    mutating func insert(_ hash: UInt64, name: StringID, mapping: MappingID, frame: FrameID) {
        index.insert(hash, row: rows.count)
        rows.append(Row(name: name, mapping: mapping, frame: frame))
    }
}

/// The seed of every hash table of this process: random, so that no file can be made to collide.
package enum ProcessSeed {
    /// The seed; nothing that is written anywhere depends on it.
    package static let value = UInt64.random(in: .min ... .max)
}
