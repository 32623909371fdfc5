import StackModel

/// pprof's locations: a frame and the calls that were inlined into it, each such chain once.
///
/// Ids follow the order in which samples name them, so frequent locations tend to have short ids.
struct PprofLocations: ~Copyable {
    private let profile: Profile
    private let frames: Ranks
    private let joins: [FrameJoin]
    /// Chains as a prefix tree of frame places, the physical frame first.
    private var chains = StackTable(seed: ProcessSeed.value)
    /// Id by chain; 0 where there is none yet.
    private var idOfChain: [UInt32] = [0]
    /// The chain of each location, by id; the first is none.
    private var chainOfID: [StackID] = [.none]
    /// The location that each frame stood in last as the innermost call, by frame row; and the same for each frame of
    /// the stacks that are written next.
    private var known: Column<KnownLocation>
    private var ahead = Column<KnownLocation>()

    struct KnownLocation: BitwiseCopyable {
        /// Its id as `ProtobufMessage.written`; 0 where it is not known.
        var id: UInt64 = 0
        /// The physical frame that the call was inlined into; none where it is that itself.
        var caller = FrameID.none
    }

    /// What a frame is to its caller's location.
    private enum FrameJoin: UInt8 {
        /// It begins a location of its own.
        case physical
        /// It belongs to its caller's location.
        case inlined
        /// The profiler's own root: pprof's stacks begin below it.
        case root
    }

    /// No locations yet.
    init(_ profile: Profile, frames: Ranks) {
        self.profile = profile
        self.frames = frames
        known = Column(repeating: KnownLocation(), count: profile.frames.count)
        joins = (0..<profile.frames.count).map { row in
            let flags = profile.frames[FrameID(row: row)].flags
            return flags.contains(.root) ? .root : flags.contains(.inlined) ? .inlined : .physical
        }
    }

    /// How many locations there are; their ids are 1 ... count.
    var count: Int { chainOfID.count - 1 }

    /// Looks all frames of `path` up that are going to be appended: where the next location begins is not known before
    /// the last one is found, so that the processor would wait for each of them.
    mutating func look(ahead path: borrowing Column<FrameID>) {
        ahead.removeAll()
        for place in 0..<path.count { ahead.append(known[path[place].row]) }
    }

    /// Appends the location ids of the stack in the rows `stack` of the `path` that was looked ahead at; both are leaf
    /// first.
    mutating func append(
        _ stack: Range<Int>, of path: borrowing Column<FrameID>, to ids: inout ProtobufMessage
    ) {
        var place = stack.lowerBound
        while place < stack.upperBound {
            let location = ahead[place]
            // 1 where a caller must follow, which nobody foresees: what follows is compared either way.
            let links: UInt32 = location.caller.isNone ? 0 : 1
            let last = place &+ Int(links)
            if location.id != 0, last < stack.upperBound,
                (path[last].raw ^ location.caller.raw) & (0 &- links) == 0
            {
                ids.append(written: location.id)
                place = last &+ 1
                continue
            }
            let next = end(ofLocationAt: place, path, stack.upperBound)
            if next > place { ids.varint(UInt64(find(path, place..<next))) }
            place = max(next, place &+ 1)
        }
    }

    /// The frames of a location, innermost call first; the last one is the physical function.
    func frames(of id: Int) -> [Frame] {
        var result: [Frame] = []
        var chain = chainOfID[id]
        while !chain.isNone {
            result.append(profile.frames[FrameID(row: frames.rows[chains.frame(chain).row])])
            chain = chains.parent(chain)
        }
        return result
    }

    /// Where the location ends that begins in `path` at `start`: it has an inlined call and all that it was inlined
    /// into. The profiler's own root makes none.
    private func end(ofLocationAt start: Int, _ path: borrowing Column<FrameID>, _ limit: Int) -> Int {
        if joins[path[start].row] == .root { return start }
        var end = start + 1
        while end < limit, joins[path[end - 1].row] == .inlined, isOneLocation(path[end - 1], path[end]) { end += 1 }
        return end
    }

    /// The id of a location, made where there is none yet.
    @inline(never)
    private mutating func find(_ path: borrowing Column<FrameID>, _ range: Range<Int>) -> UInt32 {
        var chain = StackID.none
        for place in range.reversed() {
            chain = chains.intern(parent: chain, frame: FrameID(frames[path[place].row]))
        }
        let id = id(of: chain)
        // What a location ends with that is not physical depends on what is above it.
        if range.count <= 2, joins[path[range.upperBound - 1].row] == .physical {
            let caller = range.count == 2 ? path[range.upperBound - 1] : .none
            known[path[range.lowerBound].row] = KnownLocation(id: ProtobufMessage.written(id), caller: caller)
        }
        return id
    }

    /// Whether a caller stands at the same instruction: transforms can have hidden the one that does.
    private func isOneLocation(_ inlined: FrameID, _ caller: FrameID) -> Bool {
        let inlined = profile.frames[inlined]
        let caller = profile.frames[caller]
        return inlined.mapping == caller.mapping && !caller.flags.contains(.root)
            && (inlined.address == 0 || inlined.address == caller.address)
    }

    private mutating func id(of chain: StackID) -> UInt32 {
        while idOfChain.count <= chain.row { idOfChain.append(0) }
        if idOfChain[chain.row] == 0 {
            idOfChain[chain.row] = UInt32(truncatingIfNeeded: chainOfID.count)
            chainOfID.append(chain)
        }
        return idOfChain[chain.row]
    }
}
