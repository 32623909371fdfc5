import StackModel
import TraceInput

/// V8's `callFrame`: name, URL and the place of a function's definition. All of V8's JSON profiles have it.
enum CPUProfileCallFrame {
    /// Reads the call frame that comes next.
    static func read(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        var function = Function(name: .none)
        var column: Int64 = 0
        try json.eachMember { key, json throws(TraceError) in
            if try readMember(key, &json, of: &function, into: &builder) { return }
            if key == "lineNumber" {
                // Zero-based in the file; V8's "no line" is -1.
                let line = try json.integerIfAny() ?? -1
                function.startLine = line < 0 ? 0 : Int32(clamping: line.addingSaturated(1))
            } else if key == "columnNumber", builder.keepsDefinitionColumns {
                column = (try json.integerIfAny() ?? -1).addingSaturated(1)
            } else {
                try json.skip()
            }
        }
        return frame(function, column: Int32(clamping: column), into: &builder)
    }

    /// Reads a member that names the function; false, and nothing read, for all others.
    static func readMember(
        _ key: ByteView, _ json: inout JSONReader, of function: inout Function, into builder: inout ProfileBuilder
    ) throws(TraceError) -> Bool {
        if key == "functionName" {
            function.name = builder.string(try json.stringIfAny() ?? .empty)
        } else if key == "url" {
            function.file = builder.string(try json.stringIfAny() ?? .empty)
        } else {
            return false
        }
        return true
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

/// Remembers call frames by their text: V8 writes a function's call frame once for each node that it has in the tree,
/// always in the same words, and comparing them costs a tenth of reading them.
struct CallFrameMemo {
    private static let slots = 1 << 13
    private var texts: [ByteView] = []
    private var frames: [FrameID] = []

    /// Reads the call frame that comes next, or knows it by its text.
    mutating func read(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        // Of a call frame whose names have a brace in them this is a part only; such parts are never remembered.
        let text = json.lookAhead(through: 0x7D)
        let slot = Int(truncatingIfNeeded: text.hash(seed: ProcessSeed.value) >> 32) & (CallFrameMemo.slots - 1)
        if slot < texts.count, !frames[slot].isNone, texts[slot] == text {
            json.pass(text)
            return frames[slot]
        }
        let start = json.offset
        let frame = try CPUProfileCallFrame.read(&json, into: &builder)
        if json.offset - start == text.count { remember(text, frame, in: slot) }
        return frame
    }

    private mutating func remember(_ text: ByteView, _ frame: FrameID, in slot: Int) {
        if texts.isEmpty {
            texts = [ByteView](repeating: .empty, count: CallFrameMemo.slots)
            frames = [FrameID](repeating: .none, count: CallFrameMemo.slots)
        }
        texts[slot] = text
        frames[slot] = frame
    }
}
