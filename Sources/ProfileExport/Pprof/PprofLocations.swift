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
    /// Id by chain, and by place of a frame that stands alone; 0 where there is none yet.
    private var idOfChain: [UInt32] = [0]
    private var idOfFrame: [UInt32]
    /// The chain of each location, by id; the first is none.
    private var chainOfID: [StackID] = [.none]
    private var links: [FrameID] = []

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
        idOfFrame = [UInt32](repeating: 0, count: frames.count)
        joins = (0..<profile.frames.count).map { row in
            let flags = profile.frames[FrameID(row: row)].flags
            return flags.contains(.root) ? .root : flags.contains(.inlined) ? .inlined : .physical
        }
    }

    /// How many locations there are; their ids are 1 ... count.
    var count: Int { chainOfID.count - 1 }

    /// Appends the location ids of a stack, leaf first.
    mutating func append(_ stack: StackID, to ids: inout ProtobufMessage) {
        var current = stack
        while !current.isNone {
            let frame = profile.stacks.frame(current)
            switch joins[frame.row] {
            case .root: current = profile.stacks.parent(current)
            case .physical:
                ids.varint(UInt64(physical(frame)))
                current = profile.stacks.parent(current)
            case .inlined: ids.varint(UInt64(inlined(&current)))
            }
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

    @inline(__always)
    private mutating func physical(_ frame: FrameID) -> UInt32 {
        let place = frames[frame.row]
        if idOfFrame[Int(place)] == 0 {
            idOfFrame[Int(place)] = id(of: chains.intern(parent: .none, frame: FrameID(place)))
        }
        return idOfFrame[Int(place)]
    }

    /// The location of an inlined call and all that it was inlined into; `stack` moves on to what is above.
    private mutating func inlined(_ stack: inout StackID) -> UInt32 {
        links.removeAll(keepingCapacity: true)
        while true {
            let frame = profile.stacks.frame(stack)
            links.append(FrameID(frames[frame.row]))
            stack = profile.stacks.parent(stack)
            guard joins[frame.row] == .inlined, !stack.isNone, isOneLocation(frame, profile.stacks.frame(stack)) else {
                break
            }
        }
        var chain = StackID.none
        for link in links.reversed() { chain = chains.intern(parent: chain, frame: link) }
        return id(of: chain)
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
