import StackModel
import TraceInput

/// One event of a trace: the members that mean something here; what is only sometimes wanted is a place to read it.
struct ChromeEvent {
    /// The letter of `ph`, 0 where there is none.
    private(set) var phase: UInt8 = 0
    private(set) var name: JSONReader?
    private(set) var thread = ChromeThreadKey()
    /// Nanoseconds, as is `duration`; the file has microseconds.
    private(set) var time: Int64?
    private(set) var duration: Int64?
    private(set) var id: JSONReader?
    private(set) var category: JSONReader?
    private(set) var arguments = ChromeArguments()
    /// Where `args` stands.
    private(set) var argumentsPlace: JSONReader?

    /// Reads the event that comes next; members are in any order.
    init(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var threadDuration: Int64?
        try json.eachMember { key, json throws(TraceError) in
            switch key.first ?? 0 {
            case 0x70 where key == "ph": phase = try json.stringIfAny()?.first ?? 0
            case 0x70 where key == "pid": thread.process = try ChromeID(&json, into: &builder)
            case 0x74 where key == "tid": thread.thread = try ChromeID(&json, into: &builder)
            case 0x74 where key == "ts": time = try json.scaledIfAny(by: 1000)
            case 0x74 where key == "tdur": threadDuration = try json.scaledIfAny(by: 1000)
            case 0x64 where key == "dur": duration = try json.scaledIfAny(by: 1000)
            case 0x6E where key == "name": name = try json.mark()
            case 0x69 where key == "id" || key == "id2": id = try json.mark()
            case 0x63 where key == "cat": category = try json.mark()
            case 0x61 where key == "args":
                argumentsPlace = json
                arguments = try ChromeArguments(&json)
            default: try json.skip()
            }
        }
        // Some writers know the thread's time only.
        duration = duration ?? threadDuration
    }

    /// The event's name; `(unnamed)` where it has none.
    func nameID(into builder: inout ProfileBuilder) throws(TraceError) -> StringID {
        if var name, let text = try name.stringIfAny(), !text.isEmpty { return builder.string(text) }
        return .none
    }

    /// Category and id as the file has them: asynchronous events meet by these.
    func scope() throws(TraceError) -> [UInt8] {
        var bytes: [UInt8] = []
        for place in [category, id] {
            guard var place else { continue }
            let start = place.offset
            try place.skip()
            bytes += place.text(from: start)
        }
        return bytes
    }

    /// Whether the event has this name.
    func isNamed(_ literal: StaticString) throws(TraceError) -> Bool {
        guard var name, let text = try name.stringIfAny() else { return false }
        return text == literal
    }
}

/// What `args` holds, as far as it says where a function is or carries a profile.
struct ChromeArguments {
    /// `data`: V8's profiles are in it.
    private(set) var data: JSONReader?
    /// `name`: of a thread or process.
    private(set) var name: JSONReader?
    /// py-spy's `filename`, Hermes' `url`.
    private(set) var file: JSONReader?
    /// The place that was executing, 1-based; 0 where unknown.
    private(set) var line: Int64 = 0
    private(set) var column: Int64 = 0
    /// Hermes' line of the function's definition.
    private(set) var functionLine: Int64 = 0

    /// No arguments.
    init() {}

    /// Reads the arguments that come next; what is no object is passed over.
    init(_ json: inout JSONReader) throws(TraceError) {
        guard try json.kind() == .object else {
            try json.skip()
            return
        }
        try json.eachMember { key, json throws(TraceError) in
            switch key.first ?? 0 {
            case 0x64 where key == "data": data = try json.mark()
            case 0x6E where key == "name": name = try json.mark()
            case 0x66 where key == "filename": file = try json.mark()
            case 0x75 where key == "url": file = try json.mark()
            case 0x6C where key == "line": line = try json.integerIfAny() ?? 0
            case 0x63 where key == "column": column = try json.integerIfAny() ?? 0
            case 0x66 where key == "funcLine": functionLine = try json.integerIfAny() ?? 0
            default: try json.skip()
            }
        }
    }

    /// The frame of a function of this name at the place that the arguments tell.
    func frame(_ name: StringID, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        var function = Function(name: name.isNone ? builder.string("(unnamed)") : name)
        if var file, let path = try file.stringIfAny() { function.file = builder.string(path) }
        function.startLine = Int32(clamping: max(functionLine, 0))
        return builder.frame(
            Frame(
                function: builder.function(function), line: Int32(clamping: max(line, 0)),
                column: Int32(clamping: max(column, 0))))
    }
}
