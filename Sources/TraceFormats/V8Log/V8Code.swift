import StackModel
import TraceInput

/// Code as V8's tick processor names it, in its JSON and in its report.
enum V8Code {
    /// Reads the code object that comes next: a script's function, a builtin, a C++ function or a whole library.
    static func read(_ place: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        var json = place
        var name: [UInt8] = []
        var kind: [UInt8] = []
        var type: [UInt8] = []
        try json.eachMember { key, json throws(TraceError) in
            if key == "name" {
                name = try json.stringIfAny()?.bytes ?? []
            } else if key == "kind" {
                kind = try json.stringIfAny()?.bytes ?? []
            } else if key == "type" {
                type = try json.stringIfAny()?.bytes ?? []
            } else {
                try json.skip()
            }
        }
        return ByteView.withBytes(of: name) { name in
            ByteView.withBytes(of: type) { type in
                if type == "JS" {
                    let isCompiled = ByteView.withBytes(of: kind) { !($0.isEmpty || $0 == "Unopt" || $0 == "Ignition") }
                    return script(name, isCompiled: isCompiled, into: &builder)
                }
                if type == "SHARED_LIB" { return library(name, into: &builder) }
                let isPattern = ByteView.withBytes(of: kind) { $0 == "RegExp" }
                return isPattern ? pattern(name, into: &builder) : native(name, into: &builder)
            }
        }
    }

    /// A function of a script: `name file:line:column`, the name empty where there is none.
    static func script(_ text: ByteView, isCompiled: Bool, into builder: inout ProfileBuilder) -> FrameID {
        var function = Function(name: .none)
        var column: Int32 = 0
        if let place = V8Place(text, after: 0x20) {
            if builder.keepsDefinitionColumns { column = place.column }
            function.name = place.name == "<anonymous>" ? .none : builder.string(place.name)
            function.file = builder.string(place.file)
            function.startLine = place.line
        } else {
            function.name = builder.string(text.trimmed)
        }
        if function.name.isNone { function.name = builder.string("(anonymous)") }
        return builder.frame(
            Frame(function: builder.function(function), column: column, flags: isCompiled ? .jit : .interpreted))
    }

    /// A C++ function or V8's own code. `nm` puts the kind of symbol before the name: `T node::Start`.
    static func native(_ text: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        var name = text
        if text.hasPrefix("T ") || text.hasPrefix("t ") { name = text.dropFirst(2) }
        let function = Function(name: builder.string(name.isEmpty ? ByteView(literal: "(anonymous)") : name))
        return builder.frame(Frame(function: builder.function(function), flags: .native))
    }

    /// A regular expression that V8 compiled; its source alone would look like any name.
    private static func pattern(_ source: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        let name = Array("RegExp: ".utf8) + source.bytes
        return ByteView.withBytes(of: name) { native($0, into: &builder) }
    }

    /// A library in which V8 found no symbol: V8 counts it as one function of the library's name.
    static func library(_ path: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        let name = builder.string(path)
        let mapping = builder.mapping(Mapping(file: name, kind: .native))
        let function = builder.function(Function(name: name, module: name))
        return builder.frame(Frame(function: function, mapping: mapping, flags: [.native, .unresolved]))
    }

    /// Code that V8 knows nothing of.
    static func unknown(_ address: UInt64 = 0, into builder: inout ProfileBuilder) -> FrameID {
        let function = builder.function(Function(name: builder.string("[unknown]")))
        return builder.frame(Frame(function: function, address: address, flags: .unresolved))
    }
}
