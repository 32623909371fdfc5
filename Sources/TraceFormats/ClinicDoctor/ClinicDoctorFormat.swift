import StackModel
import TraceInput

/// clinic doctor's readings of a process: processor time, delay of the event loop, memory, handles.
///
/// After `format/process-stat.proto` of clinic doctor up to 11. There are no stacks in it.
package enum ClinicDoctorFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "clinic-doctor", name: "clinic doctor process statistics",
        recordedBy: "clinic doctor -- node PROGRAM.js (.clinic/*/*-processstat)",
        weights: "processor time and delay of the event loop between two readings; memory and handles as counters")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        // Three doubles (time, delay, cpu), then a message (memory).
        guard let message = FramedMessages.first(in: head), message.count > 28 else { return .no }
        return message[0] == 0x09 && message[9] == 0x11 && message[18] == 0x19 && message[27] == 0x22 ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        builder.setWideValueTypes([
            ValueType(name: "cpu", unit: "nanoseconds"), ValueType(name: "event_loop_delay", unit: "nanoseconds"),
        ])
        builder.metadata.derivesSampleCounts = true
        var messages = FramedMessages(try reader.readAll(), file: reader.name)
        var previous: DoctorReading?
        while !messages.isAtEnd {
            let place = messages.place
            guard var message = messages.next() else {
                let error = TraceError(
                    code: "doctor.cut", at: place, expected: "a whole reading", found: "the end of the file")
                try tally.countBad(error, in: &builder)
                break
            }
            do throws(TraceError) {
                let reading = try DoctorReading(&message)
                reading.add(after: previous, into: &builder)
                previous = reading
                tally.countGood()
            } catch {
                try tally.countBad(error, in: &builder)
            }
        }
        try tally.judge(reader, builder, what: "reading")
    }
}
