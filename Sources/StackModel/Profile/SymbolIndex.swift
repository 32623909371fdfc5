/// Finds the frame of a symbol in a mapping by one look-up, for text formats that repeat both in every line.
struct SymbolIndex: ~Copyable {
    private var names = Column<StringID>()
    private var mappings = Column<MappingID>()
    private var frames = Column<FrameID>()
    private var index = HashSlots(expecting: 4096)
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        names.append(.none)
        mappings.append(.none)
        frames.append(.none)
    }

    @inline(__always)
    borrowing func hash(_ symbol: ByteView, _ mapping: MappingID) -> UInt64 {
        symbol.hash(seed: seed ^ UInt64(mapping.raw) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    borrowing func find(
        _ hash: UInt64, _ symbol: ByteView, _ mapping: MappingID, _ strings: borrowing StringTable
    ) -> FrameID {
        let row = index.find(hash) { mappings[$0] == mapping && strings.bytes(names[$0]) == symbol }
        return frames[row]
    }

    mutating func insert(_ hash: UInt64, name: StringID, mapping: MappingID, frame: FrameID) {
        index.insert(hash, row: names.count)
        names.append(name)
        mappings.append(mapping)
        frames.append(frame)
    }
}

/// The seed of every hash table of this process: random, so that no file can be made to collide.
package enum ProcessSeed {
    /// The seed; nothing that is written anywhere depends on it.
    package static let value = UInt64.random(in: .min ... .max)
}
