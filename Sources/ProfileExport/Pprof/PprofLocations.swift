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
    /// What was found last for each frame as the innermost of its location, by frame row.
    private var known: [KnownLocation]

    /// The location that a frame stood in as the innermost call.
    private struct KnownLocation {
        /// 0 where it is not known.
        var id: UInt32 = 0
        /// The frame that it was inlined into, which is the physical one; none where it is that itself.
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
        known = [KnownLocation](repeating: KnownLocation(), count: profile.frames.count)
        joins = (0..<profile.frames.count).map { row in
            let flags = profile.frames[FrameID(row: row)].flags
            return flags.contains(.root) ? .root : flags.contains(.inlined) ? .inlined : .physical
        }
    }

    /// How many locations there are; their ids are 1 ... count.
    var count: Int { chainOfID.count - 1 }

    /// Appends the location ids of a stack; both are leaf first.
    mutating func append(_ path: borrowing Column<FrameID>, to ids: inout ProtobufMessage) {
        var place = 0
        while place < path.count {
            let location = known[path[place].row]
            if location.id != 0 {
                if location.caller.isNone {
                    ids.varint(UInt64(location.id))
                    place &+= 1
                    continue
                }
                if place &+ 1 < path.count, path[place &+ 1] == location.caller {
                    ids.varint(UInt64(location.id))
                    place &+= 2
                    continue
                }
            }
            let next = end(ofLocationAt: place, path)
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
    private func end(ofLocationAt start: Int, _ path: borrowing Column<FrameID>) -> Int {
        if joins[path[start].row] == .root { return start }
        var end = start + 1
        while joins[path[end - 1].row] == .inlined, end < path.count, isOneLocation(path[end - 1], path[end]) { end += 1 }
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
            known[path[range.lowerBound].row] = KnownLocation(id: id, caller: caller)
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
