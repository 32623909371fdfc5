import StackModel

/// The sample that is being read: its frames, leaf first, and what it will count.
struct PerfSample {
    /// What becomes of a sample when it ends.
    enum Kind: Equatable {
        /// No sample is open.
        case none
        /// It counts, with frames or without.
        case counted
        /// Its first line may be none: it is one if frames follow.
        case tentative
        /// Frames without a first line (`-F ip,sym`).
        case headless
        /// A bad record: its frames are passed over.
        case skipped
        /// It begins and ends waits of threads (`--off-cpu`).
        case switching
        /// The user half of samples that came before.
        case deferred(UInt64)
    }

    /// A frame that cannot be made yet: it was inlined into one that follows, or the next line may say so.
    struct Odd {
        /// Its place among the frames.
        var index: Int
        var symbol: StringID
        var file: StringID = .none
        var line: Int32 = 0
        var isInlined: Bool
        var isUnresolved = false
        var address: UInt64 = 0
    }

    private(set) var kind = Kind.none
    /// Whether the kind is the ordinary one: asked for every line.
    private(set) var isCounted = false
    var key = SampleKey(stack: .none)
    var value: Int64 = 0
    var time: Int64?
    var frames: [FrameID] = []
    var odd: [Odd] = []
    /// A frame on the header's own line. Where frames follow below, it was the column `addr`.
    var headerFrame = FrameID.none
    /// Names the user half that is still to come.
    var cookie: UInt64?
    /// Where a tentative or headless sample began, and a tentative one's first line.
    var location: SourceLocation?
    var header: [UInt8] = []

    init() { frames.reserveCapacity(256) }

    /// Whether frames belong to it.
    var takesFrames: Bool { kind != .none && kind != .skipped }

    /// Whether it has a frame yet.
    var hasFrames: Bool { !frames.isEmpty || !headerFrame.isNone }

    /// Opens a sample of this kind.
    mutating func open(_ kind: Kind) {
        self.kind = kind
        isCounted = kind == .counted
        key = SampleKey(stack: .none)
        value = 1
        time = nil
    }

    /// Lets the open sample begin and end waits instead of counting.
    mutating func becomeSwitching() {
        kind = .switching
        isCounted = false
    }

    /// Forgets the sample.
    mutating func clear() {
        kind = .none
        isCounted = false
        frames.removeAll(keepingCapacity: true)
        if !odd.isEmpty { odd.removeAll(keepingCapacity: true) }
        headerFrame = .none
        cookie = nil
        location = nil
    }

    /// Makes the frames that had to wait, from the root down: an inlined frame has the module of the physical frame that
    /// it is inlined into.
    mutating func settle(in builder: inout ProfileBuilder) {
        for odd in odd.reversed() {
            var function = Function(name: odd.symbol, file: odd.file)
            var frame = Frame(function: .none, line: odd.line)
            if odd.isInlined {
                frame.flags = .inlined
                if odd.index + 1 < frames.count {
                    frame.mapping = builder.frames[frames[odd.index + 1]].mapping
                    let mapping = builder.mappings[frame.mapping]
                    function.module = mapping.file
                    frame.flags.formUnion(PerfModule.flags(mapping.kind))
                }
            } else if odd.isUnresolved {
                frame.flags = .unresolved
                frame.address = odd.address
            }
            frame.function = builder.function(function)
            frames[odd.index] = builder.frame(frame)
        }
    }
}
