import StackModel
import TraceInput

/// Reads the samples of a pprof message: first what stack each has, then, with all stacks in the model, the samples.
struct PprofSamples {
    private let message: PprofMessage
    private let exported: PprofExportedTrace
    private let width: Int
    private var values: [Int64] = []
    private var locations: [Int64] = []
    private var labels = PprofLabels()
    private var negatives = 0
    private(set) var labelled = 0

    init(_ message: PprofMessage, _ exported: PprofExportedTrace) {
        self.message = message
        self.exported = exported
        width = message.sampleTypes.count
    }

    /// Adds all samples.
    mutating func add(
        _ symbols: inout PprofSymbols, into builder: inout ProfileBuilder, limits: InputLimits, mayBeLoose: Bool
    ) throws(TraceError) {
        var distinct = PprofStacks()
        var places: [UInt32] = []
        places.reserveCapacity(message.samples.count)
        for bytes in message.samples {
            places.append(UInt32(truncatingIfNeeded: try place(bytes, &distinct, symbols, limits)))
            if distinct.isFull { try distinct.plant(into: &builder, limits: limits, file: message.file) }
        }
        let stacks = try distinct.finish(into: &builder, limits: limits, file: message.file, loose: mayBeLoose)
        for (bytes, place) in zip(message.samples, places) {
            let stack = stacks.isEmpty ? StackID(row: Int(place) + 1) : stacks[Int(place)]
            try addSample(bytes, stack, &symbols, into: &builder)
        }
        report(to: &builder)
    }

    /// The place of a sample's stack among the distinct ones.
    private mutating func place(
        _ bytes: ByteView, _ distinct: inout PprofStacks, _ symbols: PprofSymbols, _ limits: InputLimits
    ) throws(TraceError) -> Int {
        var reader = message.reader(bytes)
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
        if locations.isEmpty {
            return try distinct.place(ofPacked: packed ?? .empty, symbols, limits: limits, message)
        }
        return try distinct.place(of: locations, symbols, limits: limits, message)
    }

    private mutating func addSample(
        _ bytes: ByteView, _ stack: StackID, _ symbols: inout PprofSymbols, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        values.removeAll(keepingCapacity: true)
        labels.removeAll()
        var reader = message.reader(bytes)
        while try reader.next() {
            switch reader.field {
            case 2: try reader.integers(into: &values)
            case 3: try labels.append(reader.nested())
            default: try reader.skip()
            }
        }
        guard values.count == width else {
            throw message.broken("pprof.values", "\(width) values in every sample", "\(values.count)")
        }
        if values.contains(where: { $0 < 0 }) { negatives += 1 }
        if !labels.isEmpty { labelled += 1 }
        var key = SampleKey(stack: stack)
        try labels.place(&key, exported, &symbols, message, into: &builder)
        exported.addSample(key, values, into: &builder)
    }

    private func report(to builder: inout ProfileBuilder) {
        guard negatives > 0 else { return }
        builder.diagnostics.report(
            .warning, "pprof.negative", at: SourceLocation(file: message.file), count: negatives,
            "negative values are kept as they are: this looks like a difference of two profiles")
    }
}
