import ProfileAnalysis
import StackModel

/// The parts of a pprof message in the order in which they are written: samples, then what they name.
struct PprofMessage: ~Copyable {
    private let profile: Profile
    private let columns: ValueColumns
    private let tables: CanonicalTables
    private var strings: PprofStrings
    private var locations: PprofLocations
    /// What was measured in each mapping itself, by place.
    private var mappingWeights: [Int64]

    init(_ profile: Profile, showing selection: ValueSelection) {
        self.profile = profile
        columns = ValueColumns(profile, showing: selection)
        tables = CanonicalTables(profile)
        strings = PprofStrings(profile)
        locations = PprofLocations(profile, frames: tables.frames)
        mappingWeights = [Int64](repeating: 0, count: tables.mappings.count)
    }

    /// Writes the sample types (field 1) and the samples (field 2).
    mutating func writeSamples(_ output: inout PprofMessageOutput, to sink: inout ByteSink) throws(ExportError) {
        for type in columns.types { output.message.field(1, valueType(type)) }
        let sums = SampleSums(profile, tables, StackOrder(profile, frames: tables.frames))
        var labels = PprofSampleLabels(profile, labels: tables.labels)
        var sample = ProtobufMessage()
        var packed = ProtobufMessage()
        var values = [Int64](repeating: 0, count: columns.types.count)
        for sum in sums.sums {
            sample.removeAll()
            packed.removeAll()
            locations.append(sum.key.stack, to: &packed)
            if !packed.bytes.isEmpty { sample.field(1, packed) }
            for column in values.indices {
                values[column] = columns.value(sums.rows[sum.range], of: profile, column: column)
            }
            packed.removeAll()
            for value in values { packed.varint(UInt64(bitPattern: value)) }
            sample.field(2, packed)
            labels.write(sum.key, &strings, to: &sample)
            output.message.field(2, sample)
            weigh(sum.key.stack, values)
            try output.flushIfFull(to: &sink)
        }
    }

    /// Writes mappings (field 3), locations (4), functions (5).
    mutating func writeTables(_ output: inout PprofMessageOutput) {
        var mappings = PprofMappings(profile, places: tables.mappings, weights: mappingWeights)
        var functions = PprofFunctions(profile, places: tables.functions)
        var written = ProtobufMessage()
        var fields = ProtobufMessage()
        for id in 1..<(locations.count + 1) {
            fields.removeAll()
            write(id, locations.frames(of: id), &mappings, &functions, to: &fields)
            written.field(4, fields)
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
        if let type = metadata.periodType { rest.field(11, valueType(type)) }
        rest.field(12, metadata.period ?? 0)
        let mark = ExportMark(of: profile, countedTypes: columns.countedTypes, version: version)
        var packed = ProtobufMessage()
        for comment in PprofComments.all(profile, mark) { packed.varint(strings.id(comment)) }
        rest.field(13, packed)
        rest.field(14, strings.id(columns.defaultName ?? ""))
        rest.field(15, strings.id(metadata.documentationURL ?? ""))
        strings.write(to: &output.message)
        output.message.append(rest)
    }

    private mutating func valueType(_ type: ValueType) -> ProtobufMessage {
        var fields = ProtobufMessage()
        fields.field(1, strings.id(type.name))
        fields.field(2, strings.id(type.unit))
        return fields
    }

    private mutating func weigh(_ stack: StackID, _ values: [Int64]) {
        let mapping = profile.frames[profile.stacks.frame(stack)].mapping
        let place = Int(tables.mappings[mapping.row])
        mappingWeights[place] = mappingWeights[place].addingSaturated(values[columns.defaultIndex ?? 0])
    }

    /// Writes one location; where it is only an address, it has no line, as in the trace that it came from.
    private func write(
        _ id: Int, _ frames: [Frame], _ mappings: inout PprofMappings, _ functions: inout PprofFunctions,
        to fields: inout ProtobufMessage
    ) {
        guard let physical = frames.last else { return }
        fields.field(1, UInt64(id))
        fields.field(2, mappings.id(physical.mapping))
        fields.field(3, physical.address)
        if physical.address != 0 { mappings.note(.addresses, of: physical.mapping) }
        if frames.count == 1, isBareAddress(physical) { return }
        var line = ProtobufMessage()
        for frame in frames {
            line.removeAll()
            line.field(1, functions.id(frame.function))
            line.field(2, Int64(frame.line))
            line.field(3, Int64(frame.column))
            fields.field(4, line)
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
