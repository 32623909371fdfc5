/// What is known of a frame beside its function.
public struct FrameFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The marks, a bit each.
    public let rawValue: UInt16

    /// The set of these marks.
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Inlined into the next frame towards the root.
    package static let inlined = FrameFlags(rawValue: 1)
    package static let kernel = FrameFlags(rawValue: 2)
    /// Code made at run time, as a perf map or jitdump names it.
    package static let jit = FrameFlags(rawValue: 4)
    package static let native = FrameFlags(rawValue: 8)
    package static let interpreted = FrameFlags(rawValue: 16)
    package static let garbageCollector = FrameFlags(rawValue: 32)
    package static let idle = FrameFlags(rawValue: 64)
    /// No symbol was found for the address.
    package static let unresolved = FrameFlags(rawValue: 128)
    /// The profiler's own root above every stack: listed as a function, left off where stacks are written as paths.
    package static let root = FrameFlags(rawValue: 256)
}

/// One place in a function.
package struct Frame: Hashable, Sendable, BitwiseCopyable {
    package var function: FunctionID
    package var mapping: MappingID = .none
    /// Instruction address; 0 when it is not kept.
    package var address: UInt64 = 0
    /// Line that was executing, 1-based; 0 when unknown.
    package var line: Int32 = 0
    /// Column that was executing, 1-based; 0 when unknown.
    package var column: Int32 = 0
    package var flags: FrameFlags = []

    /// A frame of `function`.
    package init(
        function: FunctionID, mapping: MappingID = .none, address: UInt64 = 0, line: Int32 = 0, column: Int32 = 0,
        flags: FrameFlags = []
    ) {
        self.function = function
        self.mapping = mapping
        self.address = address
        self.line = line
        self.column = column
        self.flags = flags
    }
}

/// The frames of a profile, each once.
package struct FrameTable: ~Copyable, Sendable {
    @usableFromInline var rows = Column<Frame>()
    private var index = HashSlots(expecting: 1024)
    private let seed: UInt64

    /// A table of the absent frame only.
    package init(seed: UInt64) {
        self.seed = seed
        rows.append(Frame(function: .none))
    }

    /// How many frames there are, the absent one included.
    package var count: Int { rows.count }

    /// The frame `id`.
    @inlinable
    @inline(__always)
    package subscript(id: FrameID) -> Frame { rows[id.row] }

    /// The id of `frame`, which is added when it is new.
    package mutating func intern(_ frame: Frame) -> FrameID {
        let names = UInt64(frame.function.raw) << 32 | UInt64(frame.mapping.raw)
        let place = UInt64(UInt32(bitPattern: frame.line)) << 32 | UInt64(UInt32(bitPattern: frame.column))
        var hash = mix(seed ^ names, 0x9E37_79B9_7F4A_7C15)
        hash = mix(hash ^ frame.address, 0xA076_1D64_78BD_642F)
        hash = mix(hash ^ place, 0xD6E8_FEB8_6659_FD93 ^ UInt64(frame.flags.rawValue))
        let row = index.find(hash) { self.rows[$0] == frame }
        if row != 0 { return FrameID(row: row) }
        let id = FrameID(row: rows.count)
        rows.append(frame)
        index.insert(hash, row: id.row)
        return id
    }
}
