import StackModel
import TraceInput

/// Decodes the samples of a pprof message.
struct PprofSamples {
    private let width: Int
    private var locations: [Int64] = []
    private var values: [Int64] = []
    private var labels: [Label] = []
    private var negatives = 0

    init(width: Int) { self.width = width }

    /// Decodes one sample.
    mutating func decode(
        _ bytes: ByteView, _ decoder: PprofDecoder, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        locations.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        labels.removeAll(keepingCapacity: true)
        var reader = ProtobufReader(bytes, file: decoder.file)
        while try reader.next() {
            switch reader.field {
            case 1: try reader.integers(into: &locations)
            case 2: try reader.integers(into: &values)
            case 3: try decodeLabel(reader.nested(), decoder, into: &builder)
            default: try reader.skip()
            }
        }
        guard values.count == width else {
            throw decoder.broken("pprof.values", "\(width) values in every sample", "\(values.count)")
        }
        if values.contains(where: { $0 < 0 }) { negatives += 1 }
        var key = SampleKey(stack: try stack(decoder, into: &builder))
        key.thread = decoder.exported.takeThread(from: &labels, into: &builder)
        key.labels = builder.detail == .stacks ? .none : builder.labelSet(labels)
        decoder.exported.addSample(key, values, into: &builder)
    }

    /// Says what was odd.
    func finish(_ decoder: PprofDecoder, into builder: inout ProfileBuilder) {
        guard negatives > 0 else { return }
        builder.diagnostics.report(
            .warning, "pprof.negative", at: SourceLocation(file: decoder.file), count: negatives,
            "negative values are kept as they are: this looks like a difference of two profiles")
    }

    private func stack(
        _ decoder: PprofDecoder, into builder: inout ProfileBuilder
    ) throws(TraceError) -> StackID {
        var stack = StackID.none
        for location in locations.reversed() {
            for frame in try decoder.frames(ofLocation: location).reversed() {
                stack = builder.stack(parent: stack, frame: frame)
            }
        }
        return stack
    }

    private mutating func decodeLabel(
        _ nested: ProtobufReader, _ decoder: PprofDecoder, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var reader = nested
        var key: Int64 = 0
        var text: Int64 = 0
        var number: Int64 = 0
        var unit: Int64 = 0
        while try reader.next() {
            switch reader.field {
            case 1: key = try reader.integer()
            case 2: text = try reader.integer()
            case 3: number = try reader.integer()
            case 4: unit = try reader.integer()
            default: try reader.skip()
            }
        }
        let name = builder.string(try decoder.string(key))
        if text != 0 {
            labels.append(Label(key: name, text: builder.string(try decoder.string(text))))
        } else {
            labels.append(Label(key: name, number: number, unit: builder.string(try decoder.string(unit))))
        }
    }
}
