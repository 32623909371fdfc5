import ProfileAnalysis
import StackModel

/// The parts of a pprof message in the order in which they are written: samples, then what they name.
struct PprofMessage: ~Copyable {
    private let profile: Profile
    private let columns: ValueColumns
    private let tables: CanonicalTables
    private let labels: PprofSampleLabels
    private var strings: PprofStrings
    private var locations: PprofLocations
    /// What was measured in each mapping itself, by place; and the place of each frame's mapping.
    private var mappingWeights: [Int64]
    private let mappingOfFrame: [UInt32]

    init(_ profile: Profile, showing selection: ValueSelection) {
        self.profile = profile
        columns = ValueColumns(profile, showing: selection)
        tables = CanonicalTables(profile)
        labels = PprofSampleLabels(profile, labels: tables.labels)
        strings = PprofStrings(profile)
        locations = PprofLocations(profile, frames: tables.frames)
        mappingWeights = [Int64](repeating: 0, count: tables.mappings.count)
        let mappings = tables.mappings
        mappingOfFrame = (0..<profile.frames.count).map { mappings[profile.frames[FrameID(row: $0)].mapping.row] }
    }

    /// Writes the sample types (field 1) and the samples (field 2).
    mutating func writeSamples(_ output: inout PprofMessageOutput, to sink: inout ByteSink) throws(ExportError) {
        for type in columns.types { write(type, as: 1, to: &output.message) }
        let sums = SampleSums(profile, tables, StackOrder(profile, frames: tables.frames))
        var block = PprofBlock(profile, sums, columns)
        var written = 0
        while written < sums.count {
            let count = block.gather(from: written)
            weigh(block, count)
            locations.look(ahead: block.path)
            for sample in 0..<count { write(sample, of: block, to: &output.message) }
            written += count
            try output.flushIfFull(to: &sink)
        }
    }

    /// Writes one sample.
    private mutating func write(_ number: Int, of block: borrowing PprofBlock, to message: inout ProtobufMessage) {
        let path = block.range(number)
        let sample = message.open(2)
        let ids = message.open(1)
        locations.append(path, of: block.path, to: &message)
        message.closeList(ids)
        let packed = message.open(2)
        for column in columns.types.indices { message.varint(UInt64(bitPattern: block.value(number, column))) }
        message.close(packed)
        labels.write(block.keys[number], &strings, to: &message)
        message.close(sample)
    }

    /// Writes mappings (field 3), locations (4), functions (5).
    mutating func writeTables(_ output: inout PprofMessageOutput) {
        var mappings = PprofMappings(profile, places: tables.mappings, weights: mappingWeights)
        var functions = PprofFunctions(profile, places: tables.functions)
        var written = ProtobufMessage()
        for id in 1..<(locations.count + 1) {
            write(id, locations.frames(of: id), &mappings, &functions, to: &written)
        }
        mappings.write(&strings, to: &output.message)
        output.message.append(written)
        functions.write(&strings, to: &output.message)
    }

    /// Writes the strings (field 6) and what is said of the profile as a whole (7 to 15).
    mutating func writeMetadata(version: String, _ output: inout PprofMessageOutput) {
        let metadata = profile.metadata
        var rest = ProtobufMessage()
        rest.field(7, strings.id(metadata.dropFrames ?? ""))
        rest.field(8, strings.id(metadata.keepFrames ?? ""))
        rest.field(9, metadata.recordedAt ?? 0)
        rest.field(10, metadata.duration ?? 0)
        if let type = metadata.periodType { write(type, as: 11, to: &rest) }
        rest.field(12, metadata.period ?? 0)
        let mark = ExportMark(of: profile, countedTypes: columns.countedTypes, version: version)
        let packed = rest.open(13)
        for comment in PprofComments.all(profile, mark) { rest.varint(strings.id(comment)) }
        rest.close(packed)
        rest.field(14, strings.id(columns.defaultName ?? ""))
        rest.field(15, strings.id(metadata.documentationURL ?? ""))
        strings.write(to: &output.message)
        output.message.append(rest)
    }

    private mutating func write(_ type: ValueType, as number: UInt64, to message: inout ProtobufMessage) {
        let field = message.open(number)
        message.field(1, strings.id(type.name))
        message.field(2, strings.id(type.unit))
        message.close(field)
    }

    /// Adds the first `count` samples of a block to what was measured in the mappings of their leaves.
    private mutating func weigh(_ block: borrowing PprofBlock, _ count: Int) {
        for number in 0..<count {
            let place = Int(mappingOfFrame[block.leaves[number].row])
            let value = block.value(number, columns.defaultIndex ?? 0)
            mappingWeights[place] = mappingWeights[place].addingSaturated(value)
        }
    }

    /// Writes one location; where it is only an address, it has no line, as in the trace that it came from.
    private func write(
        _ id: Int, _ frames: [Frame], _ mappings: inout PprofMappings, _ functions: inout PprofFunctions,
        to message: inout ProtobufMessage
    ) {
        let location = message.open(4)
        defer { message.close(location) }
        guard let physical = frames.last else { return }
        message.field(1, UInt64(id))
        message.field(2, mappings.id(physical.mapping))
        message.field(3, physical.address)
        if physical.address != 0 { mappings.note(.addresses, of: physical.mapping) }
        if frames.count == 1, isBareAddress(physical) { return }
        for frame in frames {
            let line = message.open(4)
            message.field(1, functions.id(frame.function))
            message.field(2, Int64(frame.line))
            message.field(3, Int64(frame.column))
            message.close(line)
            mappings.note(facts(of: frame), of: physical.mapping)
        }
        if frames.count > 1 { mappings.note(.inlines, of: physical.mapping) }
    }

    private func facts(of frame: Frame) -> PprofMappings.Facts {
        var facts = PprofMappings.Facts.functions
        if !profile.functions[frame.function].file.isNone { facts.insert(.files) }
        if frame.line > 0 { facts.insert(.lines) }
        return facts
    }

    /// Whether a frame's name is nothing but its address: what the pprof reader calls a location without lines.
    private func isBareAddress(_ frame: Frame) -> Bool {
        guard frame.flags.contains(.unresolved) else { return false }
        let name = profile.strings.bytes(profile.functions[frame.function].name)
        return name.hasPrefix("0x") && name.dropFirst(2).hexadecimal == frame.address
    }
}
