import StackModel
import TraceInput

/// The distinct stacks of a message: samples that differ in labels only have theirs in the same bytes, so that lists
/// of location ids are told apart as bytes, and each is decoded once.
struct PprofStacks: ~Copyable {
    private var batch = StackBatch()
    /// Ids of the stacks that are in the tree already, by place.
    private var planted: [StackID] = []
    private var slots = HashSlots(expecting: 1 << 12)
    /// Packed lists of ids, and the place of the stack of each.
    private var lists: [Range<Int>] = []
    private var places: [UInt32] = []
    /// How many lists were looked up, and how many of them were known.
    private var lookups = 0
    private var hits = 0
    private let seed = ProcessSeed.value

    /// How many frames the lists may hold before they become a tree.
    private let frameLimit: Int

    /// No stacks yet, and room for those whose lists of ids take about `bytes` in all.
    init(bytes: Int, limits: InputLimits) {
        // A few bytes of a hostile file can stand for millions of frames. Four bytes each, they may take less than half of
        // what the largest tree does that is allowed.
        frameLimit = Int(Int64(limits.stackRows).multipliedSaturated(by: 4))
        // An id takes a byte at least; memory that is not used is only addresses.
        batch.frames.reserve(min(bytes, frameLimit, 1 << 26))
    }

    /// Whether lists are still looked up: where hardly any was there before, looking costs more than it saves.
    private var looksUp: Bool { lookups < 1 << 12 || hits > lookups / 8 }

    /// The place of the stack whose location ids, leaf first, are those of `list`: packed, or each behind a byte.
    mutating func place(
        of list: Range<Int>, isTagged: Bool, _ symbols: borrowing PprofSymbols, limits: InputLimits,
        _ message: PprofMessage
    ) throws(TraceError) -> Int {
        guard looksUp, !isTagged else {
            return try addStack(of: list, isTagged: isTagged, symbols, limits: limits, message)
        }
        let bytes = message.bytes.slice(list.lowerBound, list.upperBound)
        let hash = bytes.hash(seed: seed)
        let found = slots.find(hash) {
            message.bytes.slice(lists[$0 - 1].lowerBound, lists[$0 - 1].upperBound) == bytes
        }
        lookups += 1
        if found > 0 {
            hits += 1
            return Int(places[found - 1])
        }
        let place = try addStack(of: list, isTagged: false, symbols, limits: limits, message)
        lists.append(list)
        places.append(UInt32(truncatingIfNeeded: place))
        slots.insert(hash, row: lists.count)
        return place
    }

    private mutating func addStack(
        of list: Range<Int>, isTagged: Bool, _ symbols: borrowing PprofSymbols, limits: InputLimits,
        _ message: PprofMessage
    ) throws(TraceError) -> Int {
        var position = list.lowerBound
        while position < list.upperBound {
            if isTagged {
                position &+= 1
                if let (id, end) = message.bytes.shortVarint(at: position), end <= list.upperBound,
                    symbols.appendFrames(ofNear: id, to: &batch)
                {
                    position = end
                    continue
                }
            } else {
                position = batch.frames.append(
                    locations: position..<list.upperBound, of: message.bytes, as: symbols.near)
                if position == list.upperBound { break }
            }
            // Long ids, locations of many calls, the last bytes of the file, what follows a long piece, and what is damaged.
            var reader = ProtobufReader(
                packed: message.bytes.slice(list.lowerBound, list.upperBound), at: position - list.lowerBound,
                file: message.file)
            guard let location = try reader.nextPacked() else { break }
            try symbols.appendFrames(ofLocation: location, to: &batch)
            if batch.openCount > limits.stackDepth { break }
            position = list.lowerBound + reader.offset
        }
        return try endStack(limits, message)
    }

    /// The place of the stack of `ids`, leaf first, which did not come as one packed list.
    mutating func place(
        of ids: [Int64], _ symbols: borrowing PprofSymbols, limits: InputLimits, _ message: PprofMessage
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

    /// Whether the lists hold so many frames that they must become a tree before more come.
    var isFull: Bool { batch.frames.count > frameLimit }

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
