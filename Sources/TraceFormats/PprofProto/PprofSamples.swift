import StackModel
import TraceInput

/// Reads the samples of a pprof message: first what stack each has, then, with all stacks in the model, the samples.
struct PprofSamples: ~Copyable {
    private let message: PprofMessage
    private let exported: PprofExportedTrace
    private let width: Int
    /// The values of the sample that is being read, one of each type.
    private var values: [Int64]
    private var locations: [Int64] = []
    private var labels = PprofLabels()
    private var negatives = 0
    private(set) var labelled = 0

    init(_ message: PprofMessage, _ exported: PprofExportedTrace) {
        self.message = message
        self.exported = exported
        width = message.sampleTypes.count
        values = [Int64](repeating: 0, count: width)
    }

    /// Adds all samples.
    mutating func add(
        _ symbols: inout PprofSymbols, into builder: inout ProfileBuilder, limits: InputLimits, mayBeLoose: Bool
    ) throws(TraceError) {
        var distinct = PprofStacks(bytes: message.bytes.count, limits: limits)
        var places: [UInt32] = []
        places.reserveCapacity(message.sampleCount)
        var samples = message.samples
        while let range = try samples.next() {
            places.append(UInt32(truncatingIfNeeded: try place(range, &distinct, symbols, limits)))
            if distinct.isFull { try distinct.plant(into: &builder, limits: limits, file: message.file) }
        }
        let stacks = try distinct.finish(into: &builder, limits: limits, file: message.file, loose: mayBeLoose)
        samples = message.samples
        for place in places {
            guard let range = try samples.next() else { break }
            let stack = stacks.isEmpty ? StackID(row: Int(place) + 1) : stacks[Int(place)]
            try addSample(range, stack, &symbols, into: &builder)
        }
        report(to: &builder)
    }

    /// The place of a sample's stack among the distinct ones.
    private mutating func place(
        _ range: Range<Int>, _ distinct: inout PprofStacks, _ symbols: borrowing PprofSymbols, _ limits: InputLimits
    ) throws(TraceError) -> Int {
        if let plain = PlainPprofSample(message.bytes, range) {
            return try distinct.place(
                of: plain.locations, isTagged: plain.locationsAreTagged, symbols, limits: limits, message)
        }
        return try placeOfFields(range, &distinct, symbols, limits)
    }

    @inline(never)
    private mutating func placeOfFields(
        _ range: Range<Int>, _ distinct: inout PprofStacks, _ symbols: borrowing PprofSymbols, _ limits: InputLimits
    ) throws(TraceError) -> Int {
        var reader = ProtobufReader(
            message.bytes.slice(range.lowerBound, range.upperBound), file: message.file)
        var packed: ByteView?
        locations.removeAll(keepingCapacity: true)
        while try reader.next() {
            guard reader.field == 1 else {
                try reader.skip()
                continue
            }
            // Nearly every writer packs the ids into one list; those that do not are put together.
            if reader.isText, packed == nil, locations.isEmpty {
                packed = try reader.message()
            } else {
                if let first = packed {
                    var ids = ProtobufReader(packed: first, file: message.file)
                    while let location = try ids.nextPacked() { locations.append(location) }
                    packed = nil
                }
                try reader.integers(into: &locations)
            }
        }
        if let packed {
            var ids = ProtobufReader(packed: packed, file: message.file)
            while let location = try ids.nextPacked() { locations.append(location) }
        }
        return try distinct.place(of: locations, symbols, limits: limits, message)
    }

    private mutating func addSample(
        _ range: Range<Int>, _ stack: StackID, _ symbols: inout PprofSymbols, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var key = SampleKey(stack: stack)
        if let plain = PlainPprofSample(message.bytes, range),
            takeValues(plain.values, areTagged: plain.valuesAreTagged)
        {
            if !plain.labels.isEmpty {
                labelled += 1
                try labels.place(&key, plain.labels, exported, &symbols, message, into: &builder)
            }
        } else {
            try takeFields(range, &key, &symbols, into: &builder)
        }
        if values.contains(where: { $0 < 0 }) { negatives += 1 }
        exported.addSample(key, values, into: &builder)
    }

    /// Takes values that are packed, or each behind a byte; false where they are not as many as they should be, or
    /// damaged.
    private mutating func takeValues(_ list: Range<Int>, areTagged: Bool) -> Bool {
        var position = list.lowerBound
        for index in 0..<width {
            if areTagged { position &+= 1 }
            guard let (value, end) = message.bytes.varint(at: position, before: list.upperBound) else { return false }
            values[index] = Int64(bitPattern: value)
            position = end
        }
        return position == list.upperBound
    }

    /// Takes values and labels from a sample of any layout.
    @inline(never)
    private mutating func takeFields(
        _ range: Range<Int>, _ key: inout SampleKey, _ symbols: inout PprofSymbols, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        labels.removeAll()
        var found: [Int64] = []
        var reader = ProtobufReader(
            message.bytes.slice(range.lowerBound, range.upperBound), file: message.file)
        while try reader.next() {
            switch reader.field {
            case 2: try reader.integers(into: &found)
            case 3: try labels.append(reader.nested())
            default: try reader.skip()
            }
        }
        guard found.count == width else {
            throw message.broken("pprof.values", "\(width) values in every sample", "\(found.count)")
        }
        values = found
        if !labels.isEmpty { labelled += 1 }
        try labels.place(&key, exported, &symbols, message, into: &builder)
    }

    private func report(to builder: inout ProfileBuilder) {
        guard negatives > 0 else { return }
        builder.diagnostics.report(
            .warning, "pprof.negative", at: SourceLocation(file: message.file), count: negatives,
            "negative values are kept as they are: this looks like a difference of two profiles")
    }
}
