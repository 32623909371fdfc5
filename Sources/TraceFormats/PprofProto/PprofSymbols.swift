import StackModel
import TraceInput

/// The mappings, functions and locations of a pprof message in the model: what samples refer to.
///
/// Checked as pprof itself checks a profile (profile.go, CheckValid): ids are not 0 and not used twice, and what is
/// referred to exists.
struct PprofSymbols: ~Copyable {
    private let message: PprofMessage
    private let exported: PprofExportedTrace
    /// The string of the model for each string of the file, once it has been asked for.
    private var strings: [StringID]
    private var mappingTable = IDTable()
    private var mappings: [MappingID] = []
    private var functionTable = IDTable()
    private var functions: [FunctionID] = []
    private var locationTable = IDTable()
    /// Frames of all locations, leaf first; those of location n end at `frameEnds[n]`.
    private var frames: [FrameID] = []
    private var frameEnds: [Int] = []
    /// The frames of each location that has one or two and a small id, by id.
    private(set) var near = Column<FramePair>()
    private var missingMappings = 0
    /// How many locations hold inlined calls.
    private(set) var inlinedLocations = 0

    init(
        _ message: PprofMessage, _ exported: PprofExportedTrace, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        self.message = message
        self.exported = exported
        strings = [StringID](repeating: .none, count: message.stringCount)
        for bytes in message.mappings { try addMapping(bytes, into: &builder) }
        for bytes in message.functions { try addFunction(bytes, into: &builder) }
        var lines = PprofLines()
        for bytes in message.locations { try addLocation(bytes, &lines, into: &builder) }
        if missingMappings > 0 {
            builder.diagnostics.report(
                .warning, "pprof.mapping", at: SourceLocation(file: message.file), count: missingMappings,
                "a location names a mapping that does not exist; its module is unknown")
        }
    }

    /// Adds the frames of a location to the stack that is being added to `stacks`, leaf first; false, and nothing added,
    /// where it is not one of one or two frames and a small id.
    @inline(__always)
    func appendFrames(ofNear id: UInt32, to stacks: inout StackBatch) -> Bool {
        guard Int(id) < near.count, !near[Int(id)].first.isNone else { return false }
        let pair = near[Int(id)]
        stacks.frames.append(first: pair.second.isNone ? 1 : 2, of: pair.first, pair.second)
        return true
    }

    /// Adds the frames of a location to the stack that is being added to `stacks`, leaf first.
    func appendFrames(ofLocation id: Int64, to stacks: inout StackBatch) throws(TraceError) {
        guard let row = locationTable.row(of: id) else {
            throw message.broken("pprof.location", "the id of a location", "\(id), which no location has")
        }
        for frame in (row == 0 ? 0 : frameEnds[row - 1])..<frameEnds[row] { stacks.frames.append(frames[frame]) }
    }

    /// The model's string of a string of the file.
    mutating func string(_ index: Int64, into builder: inout ProfileBuilder) throws(TraceError) -> StringID {
        let bytes = try message.string(index)
        let row = Int(index)
        if strings[row].isNone, !bytes.isEmpty { strings[row] = builder.string(bytes) }
        return strings[row]
    }
}

// Mappings and functions.
extension PprofSymbols {
    private mutating func addMapping(_ bytes: ByteView, into builder: inout ProfileBuilder) throws(TraceError) {
        var reader = message.reader(bytes)
        var id: Int64 = 0
        var mapping = Mapping()
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2: mapping.start = UInt64(bitPattern: try reader.integer())
            case 3: mapping.limit = UInt64(bitPattern: try reader.integer())
            case 4: mapping.fileOffset = UInt64(bitPattern: try reader.integer())
            case 5: mapping.file = try string(reader.integer(), into: &builder)
            case 6: mapping.buildID = try string(reader.integer(), into: &builder)
            default: try reader.skip()
            }
        }
        guard id != 0, mappingTable.insert(id, row: mappings.count) else {
            throw message.broken("pprof.mapping", "a new mapping id above 0", "\(id)")
        }
        mapping.kind = mapping.file.isNone ? .unknown : PerfModule.kind(builder.strings.bytes(mapping.file))
        mappings.append(builder.mapping(mapping))
    }

    private mutating func addFunction(_ bytes: ByteView, into builder: inout ProfileBuilder) throws(TraceError) {
        var reader = message.reader(bytes)
        var id: Int64 = 0
        var function = Function(name: .none)
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2: function.name = try string(reader.integer(), into: &builder)
            case 3: function.systemName = try string(reader.integer(), into: &builder)
            case 4: function.file = try string(reader.integer(), into: &builder)
            case 5: function.startLine = Int32(clamping: try reader.integer())
            default: try reader.skip()
            }
        }
        guard id != 0, functionTable.insert(id, row: functions.count) else {
            throw message.broken("pprof.function", "a new function id above 0", "\(id)")
        }
        if function.name.isNone { function.name = function.systemName }
        functions.append(builder.function(function))
    }

    /// The function of a line, with the module of the first place that it is seen in.
    private func function(
        _ number: Int64, _ address: UInt64, _ mapping: MappingID, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FunctionID {
        if number == 0 { return unresolved(address, mapping, into: &builder) }
        guard let row = functionTable.row(of: number) else {
            throw message.broken("pprof.function", "the id of a function", "\(number), which no function has")
        }
        let id = functions[row]
        var known = builder.functions[id]
        if known.name.isNone { return unresolved(address, mapping, into: &builder) }
        let module = builder.mappings[mapping].file
        if known.module.isNone { builder.functions.setModule(module, of: id) }
        // Without a source file, the module is all that tells two functions of one name apart.
        guard known.file.isNone, !known.module.isNone, known.module != module else { return id }
        known.module = module
        return builder.function(known)
    }

    private func unresolved(
        _ address: UInt64, _ mapping: MappingID, into builder: inout ProfileBuilder
    ) -> FunctionID {
        let name = builder.string("0x" + String(address, radix: 16))
        return builder.function(Function(name: name, module: builder.mappings[mapping].file))
    }
}

// Locations.
extension PprofSymbols {
    private mutating func addLocation(
        _ bytes: ByteView, _ lines: inout PprofLines, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var reader = message.reader(bytes)
        var id: Int64 = 0
        var address: UInt64 = 0
        var mappingID: Int64 = 0
        lines.removeAll()
        while try reader.next() {
            switch reader.field {
            case 1: id = try reader.integer()
            case 2: mappingID = try reader.integer()
            case 3: address = UInt64(bitPattern: try reader.integer())
            case 4: try lines.append(reader.nested())
            default: try reader.skip()
            }
        }
        guard id != 0, locationTable.insert(id, row: frameEnds.count) else {
            throw message.broken("pprof.location", "a new location id above 0", "\(id)")
        }
        let mapping = mapping(mappingID)
        let flags = PerfModule.flags(builder.mappings[mapping].kind)
        for (index, line) in lines.list.enumerated() {
            var frame = Frame(function: try function(line.function, address, mapping, into: &builder))
            frame.mapping = mapping
            frame.address = address
            frame.line = line.line
            frame.column = line.column
            // line[0] is the innermost inlined call, the last line the physical function.
            frame.flags = index < lines.list.count - 1 ? flags.union(.inlined) : flags
            frame.flags.formUnion(exported.flags(of: builder.functions[frame.function], builder.strings))
            frames.append(builder.frame(frame))
        }
        if lines.list.isEmpty {
            let function = unresolved(address, mapping, into: &builder)
            let flags = flags.union(.unresolved)
            frames.append(
                builder.frame(Frame(function: function, mapping: mapping, address: address, flags: flags)))
        }
        if lines.list.count > 1 { inlinedLocations += 1 }
        setPlace(of: id, first: frameEnds.last ?? 0)
        frameEnds.append(frames.count)
    }

    private mutating func setPlace(of id: Int64, first: Int) {
        guard id > 0, id < max(1 << 16, message.locations.count * 4) else { return }
        near.extend(to: Int(id) + 1, with: FramePair())
        guard frames.count - first <= 2 else { return }
        near[Int(id)].first = frames[first]
        if frames.count - first == 2 { near[Int(id)].second = frames[first + 1] }
    }

    private mutating func mapping(_ id: Int64) -> MappingID {
        if id == 0 { return .none }
        guard let row = mappingTable.row(of: id) else {
            missingMappings += 1
            return .none
        }
        return mappings[row]
    }
}

/// The lines of one location.
private struct PprofLines {
    private(set) var list: [(function: Int64, line: Int32, column: Int32)] = []

    mutating func removeAll() { list.removeAll(keepingCapacity: true) }

    /// Reads a line message.
    mutating func append(_ nested: ProtobufReader) throws(TraceError) {
        var reader = nested
        var line: (function: Int64, line: Int32, column: Int32) = (0, 0, 0)
        while try reader.next() {
            switch reader.field {
            case 1: line.function = try reader.integer()
            case 2: line.line = Int32(clamping: try reader.integer())
            case 3: line.column = Int32(clamping: try reader.integer())
            default: try reader.skip()
            }
        }
        list.append(line)
    }
}
