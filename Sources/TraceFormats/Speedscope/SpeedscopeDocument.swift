import StackModel
import TraceInput

/// A speedscope file: frames that all its profiles share, and the profiles, not yet read.
struct SpeedscopeDocument {
    private(set) var frames: [FrameID] = []
    private(set) var profiles: [SpeedscopeProfile] = []
    /// What an export of StackSift's says of the trace; nil where another tool wrote the file.
    private var mark: ExportMark?

    /// Reads frames and what each profile says of itself. Members may come in any order: py-spy writes frames last.
    init(_ json: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var json = json
        var hasFrames = false
        try json.eachMember { key, json throws(TraceError) in
            if key == "shared" {
                try json.eachMember { key, json throws(TraceError) in
                    guard key == "frames" else { return try json.skip() }
                    hasFrames = true
                    try readFrames(&json, into: &builder)
                }
            } else if key == "profiles" {
                profiles.removeAll()
                try json.eachElement { json throws(TraceError) in profiles.append(try SpeedscopeProfile(&json)) }
            } else if key == "exporter" || key == "name" {
                guard let text = try json.stringIfAny()?.text else { return }
                if key == "exporter" { mark = ExportMark(comment: text) }
                if key == "name" || mark == nil { builder.metadata.comments.append(text) }
            } else {
                try json.skip()
            }
        }
        try json.end()
        if let mark {
            builder.metadata.stackFidelity = mark.stackFidelity
            builder.metadata.linesIdentifyFunctions = mark.linesIdentifyFunctions
        }
        guard hasFrames else { throw json.broken("a list of shared frames", "none", code: "speedscope.frames") }
        guard !profiles.isEmpty else { throw json.broken("at least one profile", "none", code: "speedscope.profiles") }
        builder.metadata.fileCounts = ["frames": frames.count, "profiles": profiles.count]
    }

    private mutating func readFrames(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        frames.removeAll()
        try json.eachElement { json throws(TraceError) in
            var frame = Frame(function: .none)
            var function = Function(name: .none)
            try json.eachMember { key, json throws(TraceError) in
                if key == "name" {
                    if let name = try json.stringIfAny() { function.name = builder.string(name) }
                } else if key == "file" {
                    if let file = try json.stringIfAny() { function.file = builder.string(file) }
                } else if key == "line" {
                    frame.line = Int32(clamping: max(try json.integerIfAny() ?? 0, 0))
                } else if key == "col" {
                    frame.column = Int32(clamping: max(try json.integerIfAny() ?? 0, 0))
                } else {
                    try json.skip()
                }
            }
            if function.name.isNone { function.name = builder.string("(anonymous)") }
            // StackSift gives the line of a function's definition, others that which was executing.
            if mark != nil { swap(&frame.line, &function.startLine) }
            frame.function = builder.function(function)
            frames.append(builder.frame(frame))
        }
    }

    /// Says what the profiles count: units that differ become value types, the first profile's is the default.
    func setValueTypes(of builder: inout ProfileBuilder) {
        let types = profiles.map(\.valueType)
        if types.allSatisfy({ $0 == types[0] }) {
            builder.setWideValueTypes([types[0]])
        } else {
            for type in types { _ = builder.valueType(type) }
        }
        let derives = mark.map { $0.countedTypes > 0 } ?? true
        builder.metadata.derivesSampleCounts = derives && profiles.allSatisfy { $0.isSampled }
    }

    /// Says from when to when the file goes, where its profiles are on a clock.
    func setTimes(of builder: inout ProfileBuilder) {
        let timed = profiles.filter(\.unit.isTime)
        guard let start = timed.map(\.start).min(), let end = timed.compactMap(\.end).max(), start <= end else {
            return
        }
        builder.metadata.start = start
        builder.metadata.duration = end.subtractingSaturated(start)
    }
}
