import StackModel
import TraceInput

/// One stack trace of clinic bubbleprof: the id of an asynchronous operation, and frames, leaf first.
enum BubbleprofStack {
    /// Reads the message into a stack.
    static func read(_ message: inout ProtobufReader, into builder: inout ProfileBuilder) throws(TraceError) -> StackID
    {
        var frames: [FrameID] = []
        while try message.next() {
            if message.field == 2 {
                var frame = try message.nested()
                frames.append(try readFrame(&frame, into: &builder))
            } else {
                try message.skip()
            }
        }
        var stack = StackID.none
        for frame in frames.reversed() { stack = builder.stack(parent: stack, frame: frame) }
        return stack
    }

    /// Fields 7 to 9 were file, line and column before `evalOrigin` came in front of them: a text in field 8 tells.
    private static func readFrame(
        _ message: inout ProtobufReader, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FrameID {
        var name = ByteView.empty
        var type = ByteView.empty
        var seventh = ByteView.empty
        var eighth: ByteView?
        var numbers: [Int64] = []
        while try message.next() {
            switch message.field {
            case 1: name = try message.message()
            case 2: type = try message.message()
            case 7: seventh = try message.message()
            case 8 where message.isText: eighth = try message.message()
            case 8, 9, 10: numbers.append(try message.integer())
            default: try message.skip()
            }
        }
        var function = Function(name: functionName(name, of: type, into: &builder))
        function.file = builder.string(eighth ?? seventh)
        return builder.frame(
            Frame(
                function: builder.function(function), line: Int32(clamping: max(numbers.first ?? 0, 0)),
                column: Int32(clamping: max(numbers.dropFirst().first ?? 0, 0)), flags: .interpreted))
    }

    /// `Type.name` where V8 tells the type of the receiver, as its stack traces in text have it.
    private static func functionName(
        _ name: ByteView, of type: ByteView, into builder: inout ProfileBuilder
    ) -> StringID {
        if name.isEmpty { return builder.string("(anonymous)") }
        if type.isEmpty || name.firstIndex(of: 0x2E) != nil { return builder.string(name) }
        var text = type.bytes
        text.append(0x2E)
        name.append(to: &text)
        return ByteView.withBytes(of: text) { builder.string($0) }
    }
}
