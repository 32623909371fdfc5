/// Every name of a profile once, as raw bytes. String 0 is the empty string and stands for "none".
package struct StringTable: ~Copyable, Sendable {
    private var arena = Column<UInt8>()
    private var ends = Column<Int>()
    private var index = HashSlots(expecting: 1024)
    private let seed: UInt64

    /// A table that holds the empty string only.
    package init(seed: UInt64) {
        self.seed = seed
        ends.append(0)
    }

    /// How many strings there are, the empty one included.
    package var count: Int { ends.count }

    /// How many bytes the strings hold together.
    package var byteCount: Int { arena.count }

    /// The id of `bytes`, which is added when it is new.
    @inline(__always)
    package mutating func intern(_ bytes: ByteView) -> StringID {
        if bytes.isEmpty { return .none }
        let hash = bytes.hash(seed: seed)
        let row = index.find(hash) { self.view($0) == bytes }
        return row != 0 ? StringID(row: row) : insert(bytes, hash: hash)
    }

    /// The id of a string's UTF-8 bytes.
    package mutating func intern(_ text: String) -> StringID {
        if text.isEmpty { return .none }
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return .none }
            return intern(ByteView(base: base, count: bytes.count))
        }
    }

    /// The id of `bytes`, or nil when the table does not hold them.
    package func find(_ bytes: ByteView) -> StringID? {
        if bytes.isEmpty { return StringID.none }
        let row = index.find(bytes.hash(seed: seed)) { self.view($0) == bytes }
        return row == 0 ? nil : StringID(row: row)
    }

    /// The bytes of a string, valid until the table grows.
    @inline(__always)
    package func bytes(_ id: StringID) -> ByteView { view(id.row) }

    /// A string as text; invalid UTF-8 reads as U+FFFD.
    package func text(_ id: StringID) -> String { view(id.row).text }

    /// Where the bytes of a string stand among those of all, which they do for good.
    func place(of id: StringID) -> Range<Int> { place(id.row) }

    /// The bytes that stand at a place, valid until the table grows.
    @inline(__always)
    func bytes(_ place: Range<Int>) -> ByteView { arena.view(place.lowerBound, place.upperBound) }

    @inline(__always)
    private func view(_ row: Int) -> ByteView { bytes(place(row)) }

    @inline(__always)
    private func place(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

    @inline(never)
    private mutating func insert(_ bytes: ByteView, hash: UInt64) -> StringID {
        let row = ends.count
        arena.append(bytes)
        ends.append(arena.count)
        index.insert(hash, row: row)
        return StringID(row: row)
    }
}
