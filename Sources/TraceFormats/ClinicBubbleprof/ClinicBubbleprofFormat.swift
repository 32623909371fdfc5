import StackModel
import TraceInput

/// clinic bubbleprof's stack traces: where a program started each asynchronous operation.
///
/// After `format/stack-trace.proto` of clinic bubbleprof up to 10, and the older one without `evalOrigin`.
package enum ClinicBubbleprofFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "clinic-bubbleprof", name: "clinic bubbleprof stack traces",
        recordedBy: "clinic bubbleprof -- node PROGRAM.js (.clinic/*/*-stacktrace)",
        weights: "each asynchronous operation counts 1 where it was started")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        guard let message = FramedMessages.first(in: head), message.count >= 9, message[0] == 0x09 else { return .no }
        // An id, then frames: field 2, a message that begins with the function's name.
        if message.count == 9 { return .maybe }
        guard message[9] == 0x12 else { return .no }
        let name = message.dropFirst(10).firstIndex(of: 0x0A)
        return name == 1 || name == 2 ? .yes : .maybe
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        builder.setWideValueTypes([ValueType(name: "async_operations", unit: "count")])
        var messages = FramedMessages(try reader.readAll(), file: reader.name)
        while !messages.isAtEnd {
            let place = messages.place
            guard var message = messages.next() else {
                let error = TraceError(
                    code: "bubbleprof.cut", at: place, expected: "a whole stack trace", found: "the end of the file")
                try tally.countBad(error, in: &builder)
                break
            }
            do throws(TraceError) {
                let stack = try BubbleprofStack.read(&message, into: &builder)
                builder.addSample(SampleKey(stack: stack), value: 1)
                tally.countGood()
            } catch {
                try tally.countBad(error, in: &builder)
            }
        }
        try tally.judge(reader, builder, what: "stack trace")
    }
}
