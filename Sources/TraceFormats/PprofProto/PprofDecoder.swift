import StackModel
import TraceInput

/// Decodes a pprof message in two passes: the fields come in any order, so strings and tables are found first.
struct PprofDecoder {
    let file: String
    let options: ReadOptions
    private var strings: [ByteView] = []
    private var sampleTypes: [ByteView] = []
    private var samples: [ByteView] = []
    private var mappings: [ByteView] = []
    private var locations: [ByteView] = []
    private var functions: [ByteView] = []
    private var comments: [Int64] = []
    private var periodType: ByteView?
    private var numbers: [Int: Int64] = [:]
    /// What the file says of the trace that it was exported from, where StackSift wrote it.
    private(set) var exported = PprofExportedTrace(comments: [])

    private var mappingOf: [Int64: MappingID] = [:]
    private var functionOf: [Int64: FunctionID] = [:]
    /// Frames of a location, leaf first, as a range of `locationFrames`.
    private var framesOf: [Int64: Range<Int>] = [:]
    private var locationFrames: [FrameID] = []
    private var denseFrames: [Range<Int>] = []

    init(file: String, options: ReadOptions) {
        self.file = file
        self.options = options
    }

    /// First pass: what stands where.
    mutating func index(_ bytes: ByteView) throws(TraceError) {
        var reader = ProtobufReader(bytes, file: file)
        while try reader.next() {
            switch reader.field {
            case 1: sampleTypes.append(try reader.message())
            case 2: samples.append(try reader.message())
            case 3: mappings.append(try reader.message())
            case 4: locations.append(try reader.message())
            case 5: functions.append(try reader.message())
            case 6: strings.append(try reader.message())
            case 7, 8, 9, 10, 12, 14, 15: numbers[reader.field] = try reader.integer()
            case 11: periodType = try reader.message()
            case 13: try reader.integers(into: &comments)
            default: try reader.skip()
            }
        }
        guard let first = strings.first else { throw broken("pprof.strings", "a string table", "none") }
        guard first.isEmpty else { throw broken("pprof.strings", "an empty string 0", first.quoted) }
        guard !sampleTypes.isEmpty else { throw broken("pprof.types", "at least one sample type", "none") }
    }

    /// Second pass: everything into the model.
    mutating func decode(into builder: inout ProfileBuilder) throws(TraceError) {
        try decodeComments(into: &builder)
        try decodeTypes(into: &builder)
        for bytes in mappings { try decodeMapping(bytes, into: &builder) }
        for bytes in functions { try decodeFunction(bytes, into: &builder) }
        for bytes in locations { try decodeLocation(bytes, into: &builder) }
        var samplesDecoder = PprofSamples(width: sampleTypes.count)
        for bytes in samples { try samplesDecoder.decode(bytes, self, into: &builder) }
        samplesDecoder.finish(self, into: &builder)
        try decodeMetadata(into: &builder)
    }

    /// The string of an index that the file gave.
    func string(_ index: Int64) throws(TraceError) -> ByteView {
        guard index >= 0, index < strings.count else {
            throw broken("pprof.string", "a string index below \(strings.count)", "\(index)")
        }
        return strings[Int(index)]
    }

    /// The frames of a location, leaf first.
    func frames(ofLocation id: Int64) throws(TraceError) -> ArraySlice<FrameID> {
        if id > 0, id < denseFrames.count {
            let range = denseFrames[Int(id)]
            if !range.isEmpty { return locationFrames[range] }
        }
        guard let range = framesOf[id] else {
            throw broken("pprof.location", "the id of a location", "\(id), which no location has")
        }
        return locationFrames[range]
    }

    func broken(_ code: String, _ expected: String, _ found: String) -> TraceError {
        TraceError(code: code, at: SourceLocation(file: file), expected: expected, found: found)
    }

    private func valueType(_ bytes: ByteView) throws(TraceError) -> ValueType {
        var reader = ProtobufReader(bytes, file: file)
        var name = ByteView.empty
        var unit = ByteView.empty
        while try reader.next() {
            switch reader.field {
            case 1: name = try string(reader.integer())
            case 2: unit = try string(reader.integer())
            default: try reader.skip()
            }
        }
        return ValueType(name: name.text, unit: unit.text)
    }

    private mutating func decodeTypes(into builder: inout ProfileBuilder) throws(TraceError) {
        var types: [ValueType] = []
        for bytes in sampleTypes { types.append(try valueType(bytes)) }
        let counted = exported.countedTypes(of: types)
        exported.setValueTypes(types, into: &builder)
        builder.defaultValueType = ValueTypeID(row: types.count - counted)
        if let wanted = numbers[14], wanted != 0 {
            let name = try string(wanted).text
            if let index = types.firstIndex(where: { $0.name == name }) {
                builder.defaultValueType = ValueTypeID(row: (index < counted ? index : index - counted) + 1)
            }
        }
    }

    private mutating func decodeMapping(_ bytes: ByteView, into builder: inout ProfileBuilder) throws(TraceError) {
        var reader = ProtobufReader(bytes, file: file)
        var id: Int64 = 0
        var mapping = Mapping()
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2: mapping.start = UInt64(bitPattern: try reader.integer())
            case 3: mapping.limit = UInt64(bitPattern: try reader.integer())
            case 4: mapping.fileOffset = UInt64(bitPattern: try reader.integer())
            case 5: mapping.file = builder.string(try string(reader.integer()))
            case 6: mapping.buildID = builder.string(try string(reader.integer()))
            default: try reader.skip()
            }
        }
        guard id != 0, mappingOf[id] == nil else {
            throw broken("pprof.mapping", "a new mapping id above 0", "\(id)")
        }
        mapping.kind = mapping.file.isNone ? .unknown : PerfModule.kind(builder.strings.bytes(mapping.file))
        mappingOf[id] = builder.mapping(mapping)
    }

    private mutating func decodeFunction(_ bytes: ByteView, into builder: inout ProfileBuilder) throws(TraceError) {
        var reader = ProtobufReader(bytes, file: file)
        var id: Int64 = 0
        var function = Function(name: .none)
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2: function.name = builder.string(try string(reader.integer()))
            case 3: function.systemName = builder.string(try string(reader.integer()))
            case 4: function.file = builder.string(try string(reader.integer()))
            case 5: function.startLine = Int32(clamping: try reader.integer())
            default: try reader.skip()
            }
        }
        guard id != 0, functionOf[id] == nil else {
            throw broken("pprof.function", "a new function id above 0", "\(id)")
        }
        if function.name.isNone { function.name = function.systemName }
        functionOf[id] = builder.function(function)
    }

    private mutating func decodeLocation(_ bytes: ByteView, into builder: inout ProfileBuilder) throws(TraceError) {
        var reader = ProtobufReader(bytes, file: file)
        var id: Int64 = 0
        var address: UInt64 = 0
        var mapping = MappingID.none
        var lines: [(function: Int64, line: Int32, column: Int32)] = []
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2:
                let number = try reader.integer()
                guard number != 0 else { continue }
                guard let known = mappingOf[number] else {
                    throw broken("pprof.mapping", "the id of a mapping", "\(number), which no mapping has")
                }
                mapping = known
            case 3: address = UInt64(bitPattern: try reader.integer())
            case 4: lines.append(try line(reader.nested()))
            default: try reader.skip()
            }
        }
        guard id != 0, framesOf[id] == nil else {
            throw broken("pprof.location", "a new location id above 0", "\(id)")
        }
        let start = locationFrames.count
        let flags = PerfModule.flags(builder.mappings[mapping].kind)
        for (index, line) in lines.enumerated() {
            var frame = Frame(function: try function(line.function, address, mapping, into: &builder))
            frame.mapping = mapping
            frame.address = address
            frame.line = line.line
            frame.column = line.column
            // line[0] is the innermost inlined call, the last line the physical function.
            frame.flags = index < lines.count - 1 ? flags.union(.inlined) : flags
            frame.flags.formUnion(exported.flags(of: builder.functions[frame.function], builder.strings))
            locationFrames.append(builder.frame(frame))
        }
        if lines.isEmpty {
            let function = unresolved(address, mapping, into: &builder)
            locationFrames.append(
                builder.frame(
                    Frame(
                        function: function, mapping: mapping, address: address, flags: flags.union(.unresolved))))
        }
        framesOf[id] = start..<locationFrames.count
        if id > 0, id < 4 * locations.count + 1024 {
            while denseFrames.count <= Int(id) { denseFrames.append(0..<0) }
            denseFrames[Int(id)] = start..<locationFrames.count
        }
    }

    private func line(
        _ nested: ProtobufReader
    ) throws(TraceError) -> (function: Int64, line: Int32, column: Int32) {
        var reader = nested
        var result: (function: Int64, line: Int32, column: Int32) = (0, 0, 0)
        while try reader.next() {
            switch reader.field {
            case 1: result.function = try reader.integer()
            case 2: result.line = Int32(clamping: try reader.integer())
            case 3: result.column = Int32(clamping: try reader.integer())
            default: try reader.skip()
            }
        }
        return result
    }

    /// The function of a line, with the module of the first place that it is seen in.
    private func function(
        _ number: Int64, _ address: UInt64, _ mapping: MappingID, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FunctionID {
        if number == 0 { return unresolved(address, mapping, into: &builder) }
        guard let id = functionOf[number] else {
            throw broken("pprof.function", "the id of a function", "\(number), which no function has")
        }
        if builder.functions[id].name.isNone { return unresolved(address, mapping, into: &builder) }
        let module = builder.mappings[mapping].file
        if builder.functions[id].module.isNone { builder.functions.setModule(module, of: id) }
        // Without a source file, the module is all that tells two functions of one name apart.
        var known = builder.functions[id]
        guard known.file.isNone, known.module != module else { return id }
        known.module = module
        return builder.function(known)
    }

    private func unresolved(
        _ address: UInt64, _ mapping: MappingID, into builder: inout ProfileBuilder
    ) -> FunctionID {
        let name = builder.string("0x" + String(address, radix: 16))
        return builder.function(Function(name: name, module: builder.mappings[mapping].file))
    }

    private mutating func decodeComments(into builder: inout ProfileBuilder) throws(TraceError) {
        for comment in comments { builder.metadata.comments.append(try string(comment).text) }
        exported = PprofExportedTrace(comments: builder.metadata.comments)
        exported.apply(to: &builder.metadata)
    }

    private func decodeMetadata(into builder: inout ProfileBuilder) throws(TraceError) {
        if let dropped = numbers[7], dropped != 0 { builder.metadata.dropFrames = try string(dropped).text }
        if let kept = numbers[8], kept != 0 { builder.metadata.keepFrames = try string(kept).text }
        if let url = numbers[15], url != 0 { builder.metadata.documentationURL = try string(url).text }
        builder.metadata.recordedAt = numbers[9].flatMap { $0 == 0 ? nil : $0 }
        builder.metadata.duration = numbers[10].flatMap { $0 == 0 ? nil : $0 }
        builder.metadata.period = numbers[12].flatMap { $0 == 0 ? nil : $0 }
        if let periodType { builder.metadata.periodType = try valueType(periodType) }
        builder.metadata.fileCounts = [
            "locations": locations.count, "mappings": mappings.count, "functions": functions.count,
        ]
    }
}
