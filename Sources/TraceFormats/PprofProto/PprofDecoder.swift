import StackModel
import TraceInput

/// Puts a pprof message into the model.
struct PprofDecoder {
    private let message: PprofMessage
    private var exported: PprofExportedTrace

    init(_ message: PprofMessage) throws(TraceError) {
        self.message = message
        exported = PprofExportedTrace(comments: try message.commentTexts())
    }

    /// Decodes everything.
    mutating func decode(
        into builder: inout ProfileBuilder, limits: InputLimits, options: ReadOptions
    ) throws(TraceError) {
        try decodeTypes(into: &builder)
        try decodeMetadata(into: &builder)
        var symbols = try PprofSymbols(message, exported, into: &builder)
        var samples = PprofSamples(message, exported)
        // Frames that the file wants dropped are dropped from a tree.
        let mayBeLoose = options.allowsLooseStacks && builder.metadata.dropFrames == nil
        try samples.add(&symbols, into: &builder, limits: limits, mayBeLoose: mayBeLoose)
        builder.metadata.fileCounts = [
            "samples": message.sampleCount, "labelled_samples": samples.labelled,
            "locations": message.locations.count, "inlined_locations": symbols.inlinedLocations,
            "mappings": message.mappings.count, "functions": message.functions.count,
        ]
    }

    /// The default is what the file says, else the last type. (google/pprof profile/index.go)
    private mutating func decodeTypes(into builder: inout ProfileBuilder) throws(TraceError) {
        var types: [ValueType] = []
        for bytes in message.sampleTypes { types.append(try message.valueType(bytes)) }
        let counted = exported.countedTypes(of: types)
        exported.setValueTypes(types, into: &builder)
        builder.defaultValueType = ValueTypeID(row: types.count - counted)
        if let name = try message.text(.defaultSampleType), let index = types.firstIndex(where: { $0.name == name }) {
            builder.defaultValueType = ValueTypeID(row: (index < counted ? index : index - counted) + 1)
        }
    }

    private func decodeMetadata(into builder: inout ProfileBuilder) throws(TraceError) {
        builder.metadata.dropFrames = try message.text(.dropFrames)
        builder.metadata.keepFrames = try message.text(.keepFrames)
        builder.metadata.documentationURL = try message.text(.documentation)
        builder.metadata.recordedAt = message.number(.time)
        builder.metadata.duration = message.number(.duration)
        builder.metadata.period = message.number(.period)
        if let type = message.periodType { builder.metadata.periodType = try message.valueType(type) }
        builder.metadata.comments = try message.commentTexts()
        exported.apply(to: &builder.metadata)
    }
}
