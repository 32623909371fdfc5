import StackModel
import TraceInput

/// The distinct stacks of a message: samples that differ in labels only have theirs in the same bytes, so that lists
/// of location ids are told apart as bytes, and each is decoded once.
struct PprofStacks: ~Copyable {
    private var batch = StackBatch()
    /// Ids of the stacks that are in the tree already, by place.
    private var planted: [StackID] = []
    private var slots = HashSlots(expecting: 1 << 14)
    /// Packed lists of ids, and the place of the stack of each.
    private var lists: [ByteView] = []
    private var places: [UInt32] = []
    private let seed = ProcessSeed.value

    /// The place of the stack whose location ids, leaf first, are packed in `list`.
    mutating func place(
        ofPacked list: ByteView, _ symbols: PprofSymbols, limits: InputLimits, _ message: PprofMessage
    ) throws(TraceError) -> Int {
        let hash = list.hash(seed: seed)
        let found = slots.find(hash) { lists[$0 - 1] == list }
        if found > 0 { return Int(places[found - 1]) }
        var reader = ProtobufReader(packed: list, file: message.file)
        while let location = try reader.nextPacked() {
            try symbols.appendFrames(ofLocation: location, to: &batch)
            if batch.openCount > limits.stackDepth { break }
        }
        let place = try endStack(limits, message)
        lists.append(list)
        places.append(UInt32(truncatingIfNeeded: place))
        slots.insert(hash, row: lists.count)
        return place
    }

    /// The place of the stack of `ids`, leaf first, which did not come as one packed list.
    mutating func place(
        of ids: [Int64], _ symbols: PprofSymbols, limits: InputLimits, _ message: PprofMessage
    ) throws(TraceError) -> Int {
        for location in ids {
            try symbols.appendFrames(ofLocation: location, to: &batch)
            if batch.openCount > limits.stackDepth { break }
        }
        return try endStack(limits, message)
    }

    /// Ends a stack. A location may hold any number of inlined calls: too deep a stack was left off in the middle.
    private mutating func endStack(_ limits: InputLimits, _ message: PprofMessage) throws(TraceError) -> Int {
        guard batch.openCount <= limits.stackDepth else {
            throw limits.tooDeep(at: SourceLocation(file: message.file))
        }
        batch.endStack()
        return planted.count + batch.count - 1
    }

    /// Whether the lists hold so many frames that they must become a tree before more come: a few bytes of a hostile
    /// file can stand for millions of them.
    var isFull: Bool { batch.frameCount > 1 << 26 }

    /// Makes a tree of the stacks so far.
    mutating func plant(into builder: inout ProfileBuilder, limits: InputLimits, file: String) throws(TraceError) {
        var gathered = StackBatch()
        swap(&gathered, &batch)
        guard let stacks = builder.stacks(gathered, limit: limits.stackRows) else {
            throw limits.tooManyStacks(at: SourceLocation(file: file))
        }
        planted += stacks
    }

    /// Adds all stacks to the profile and gives the stack of each place; none where they stay lists.
    consuming func finish(
        into builder: inout ProfileBuilder, limits: InputLimits, file: String, loose: Bool
    ) throws(TraceError) -> [StackID] {
        if loose, planted.isEmpty {
            builder.setLooseStacks(batch)
            return []
        }
        try plant(into: &builder, limits: limits, file: file)
        return planted
    }
}
