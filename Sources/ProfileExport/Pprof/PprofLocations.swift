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
    /// The location that each frame stood in last as the innermost call, by frame row: its id as `written`, 0 where it
    /// is not known, with the top bit where it was inlined into the physical frame of `callers`.
    private var known: Column<UInt64>
    private var callers: Column<FrameID>
    private static let hasCaller: UInt64 = 1 << 63

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
        known = Column(repeating: 0, count: profile.frames.count)
        callers = Column(repeating: .none, count: profile.frames.count)
        joins = (0..<profile.frames.count).map { row in
            let flags = profile.frames[FrameID(row: row)].flags
            return flags.contains(.root) ? .root : flags.contains(.inlined) ? .inlined : .physical
        }
    }

    /// How many locations there are; their ids are 1 ... count.
    var count: Int { chainOfID.count - 1 }

    /// Appends the location ids of the stack in the rows `stack` of `path`; both are leaf first.
    mutating func append(
        _ stack: Range<Int>, of path: borrowing Column<FrameID>, to ids: inout ProtobufMessage
    ) {
        var place = stack.lowerBound
        while place < stack.upperBound {
            let row = path[place].row
            let location = known[row]
            if location != 0 {
                let isInlined = location & PprofLocations.hasCaller != 0
                if !isInlined || place &+ 1 < stack.upperBound && path[place &+ 1] == callers[row] {
                    ids.append(written: location)
                    place &+= isInlined ? 2 : 1
                    continue
                }
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
            let row = path[range.lowerBound].row
            known[row] = ProtobufMessage.written(id) | (range.count == 2 ? PprofLocations.hasCaller : 0)
            callers[row] = range.count == 2 ? path[range.upperBound - 1] : .none
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
