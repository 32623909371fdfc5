import StackModel
import TraceInput

/// The distinct stacks of a message: samples that differ in labels only have theirs in the same bytes, so that lists
/// of location ids are told apart as bytes, and each is decoded once.
struct PprofStacks: ~Copyable {
    private var batch = StackBatch()
    private var slots = HashSlots(expecting: 1 << 14)
    /// The packed ids of each stack, and its place in the batch.
    private var lists: [ByteView] = []
    private var locations: [Int64] = []
    private var frames: [FrameID] = []
    private let seed = ProcessSeed.value

    /// The place in the batch of the stack whose location ids, leaf first, are packed in `list`.
    mutating func place(
        ofPacked list: ByteView, _ symbols: PprofSymbols, limits: InputLimits, _ message: PprofMessage
    ) throws(TraceError) -> Int {
        let hash = list.hash(seed: seed)
        let found = slots.find(hash) { lists[$0 - 1] == list }
        if found > 0 { return found - 1 }
        locations.removeAll(keepingCapacity: true)
        try ProtobufReader.integers(packed: list, into: &locations, file: message.file)
        let place = try append(symbols, limits: limits, message)
        // The stacks of the ids that came one by one have no bytes of their own.
        while lists.count < place { lists.append(.empty) }
        lists.append(list)
        slots.insert(hash, row: place + 1)
        return place
    }

    /// The place in the batch of the stack of `ids`, leaf first, which did not come as one packed list.
    mutating func place(
        of ids: [Int64], _ symbols: PprofSymbols, limits: InputLimits, _ message: PprofMessage
    ) throws(TraceError) -> Int {
        locations = ids
        return try append(symbols, limits: limits, message)
    }

    private mutating func append(
        _ symbols: PprofSymbols, limits: InputLimits, _ message: PprofMessage
    ) throws(TraceError) -> Int {
        frames.removeAll(keepingCapacity: true)
        for location in locations { try symbols.appendFrames(ofLocation: location, to: &frames) }
        guard frames.count <= limits.stackDepth else { throw limits.tooDeep(at: SourceLocation(file: message.file)) }
        batch.append(leafFirst: frames)
        return batch.count - 1
    }

    /// Adds all stacks to the profile; gives the stack of each place.
    consuming func intern(
        into builder: inout ProfileBuilder, limits: InputLimits, file: String
    ) throws(TraceError) -> [StackID] {
        guard let stacks = batch.intern(into: &builder, limit: limits.stackRows) else {
            try limits.check(stackRows: .max, at: SourceLocation(file: file))
            return []
        }
        return stacks
    }
}
