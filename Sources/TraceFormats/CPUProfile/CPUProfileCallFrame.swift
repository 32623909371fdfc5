import StackModel
import TraceInput

/// V8's `callFrame`: name, URL and the place of a function's definition. All of V8's JSON profiles have it.
enum CPUProfileCallFrame {
    /// Reads the call frame that comes next.
    static func read(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        var function = Function(name: .none)
        var column: Int32 = 0
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "functionName" {
                function.name = builder.string(try json.string())
            } else if key == "url" {
                function.file = builder.string(try json.string())
            } else if key == "lineNumber" {
                // Zero-based in the file; V8's "no line" is -1.
                let line = try json.integer()
                function.startLine = line < 0 ? 0 : Int32(clamping: line.addingSaturated(1))
            } else if key == "columnNumber", builder.keepsDefinitionColumns {
                column = Int32(clamping: (try json.integer()).addingSaturated(1))
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        return frame(function, column: column, into: &builder)
    }

    /// The frame of a function as V8 names it; without a name it is `(anonymous)`.
    static func frame(_ function: Function, column: Int32 = 0, into builder: inout ProfileBuilder) -> FrameID {
        var function = function
        if function.name.isNone { function.name = builder.string("(anonymous)") }
        let flags = flags(builder.strings.bytes(function.name), hasFile: !function.file.isNone)
        return builder.frame(Frame(function: builder.function(function), column: max(column, 0), flags: flags))
    }

    /// V8's own nodes are told by their names, which no script can have: they have no file.
    private static func flags(_ name: ByteView, hasFile: Bool) -> FrameFlags {
        if hasFile { return .interpreted }
        if name == "(root)" { return .root }
        if name == "(garbage collector)" { return .garbageCollector }
        if name == "(idle)" { return .idle }
        return .native
    }
}
