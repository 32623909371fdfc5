import StackModel
import TraceInput

/// A preprocessed tick log: a table of code, of which only what ticks name is ever read, and the ticks.
struct V8LogDocument {
    /// Where each code's object begins; nil until the table has been found.
    private var code: [JSONReader]?
    private var frames: [FrameID] = []
    private var path: [(code: Int64, offset: Int64)] = []
    private let keepsAddresses: Bool

    /// A log of which nothing has been read.
    init(options: ReadOptions) { keepsAddresses = options.keepsAddresses }

    /// Adds every tick of the file; V8 writes the table before the ticks, but members may come in any order.
    mutating func read(
        _ json: JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        builder.metadata.linesIdentifyFunctions = true
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        var json = json
        var hasTicks = false
        var early: JSONReader?
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "code" {
                try readCode(&json)
            } else if key == "functions" {
                try count("script_functions", of: &json, into: &builder)
            } else if key == "ticks", !hasTicks {
                hasTicks = true
                if code == nil { early = try json.mark() } else { try readTicks(&json, into: &builder, tally: &tally) }
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        try json.end()
        guard code != nil else { throw json.broken("a table of code", "none", code: "v8log.code") }
        guard hasTicks else { throw json.broken("a list of ticks", "none", code: "v8log.ticks") }
        if var early { try readTicks(&early, into: &builder, tally: &tally) }
        builder.metadata.fileCounts["code"] = code?.count
    }

    private mutating func readCode(_ json: inout JSONReader) throws(TraceError) {
        var places: [JSONReader] = []
        try json.eachElement { json throws(TraceError) in places.append(try json.mark()) }
        frames = [FrameID](repeating: .none, count: places.count)
        code = places
    }

    /// Counts the elements of a list that nothing else is told from.
    private func count(
        _ name: String, of json: inout JSONReader, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var count = 0
        try json.eachElement { json throws(TraceError) in
            try json.skip()
            count += 1
        }
        builder.metadata.fileCounts[name] = count
    }

    private mutating func readTicks(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            let start = json
            if !(try readTick(&json, into: &builder)) {
                try tally.countBad(start.broken("a time in every tick", "none", code: "v8log.tick"), in: &builder)
            } else {
                tally.countGood()
            }
            more = try json.more(.array)
        }
    }

    /// Adds the tick that comes next, with the state that V8 was in as a label; false where it has no time.
    private mutating func readTick(
        _ json: inout JSONReader, into builder: inout ProfileBuilder
    ) throws(TraceError) -> Bool {
        var time: Int64?
        var state: Int64?
        path.removeAll(keepingCapacity: true)
        try json.eachMember { key, json throws(TraceError) in
            if key == "tm" {
                time = try json.scaled(by: 1000)
            } else if key == "vm" {
                state = try json.integer()
            } else if key == "s" {
                try V8LogDocument.readStack(&json, &path)
            } else {
                try json.skip()
            }
        }
        guard let time else { return false }
        var key = SampleKey(stack: try stack(into: &builder))
        if builder.detail != .stacks { key.labels = label(state, into: &builder) }
        builder.addSample(key, value: 1, time: time)
        return true
    }

    /// Code and offset in turn, leaf first.
    private static func readStack(
        _ json: inout JSONReader, _ path: inout [(code: Int64, offset: Int64)]
    ) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            let code = try json.integer()
            more = try json.more(.array)
            if more {
                path.append((code, try json.integer()))
                more = try json.more(.array)
            } else {
                path.append((code, 0))
            }
        }
    }

    /// Callers that V8 does not know are left out, as its own report does; of the leaf it is known that it ran.
    private mutating func stack(into builder: inout ProfileBuilder) throws(TraceError) -> StackID {
        var stack = StackID.none
        for row in path.indices.reversed() {
            let place = path[row]
            if place.code >= 0, place.code < frames.count {
                stack = builder.stack(parent: stack, frame: try frame(Int(place.code), into: &builder))
            } else if row == 0 {
                let address = keepsAddresses ? UInt64(bitPattern: place.offset) : 0
                stack = builder.stack(parent: stack, frame: V8Code.unknown(address, into: &builder))
            }
        }
        return stack
    }

    private mutating func frame(_ index: Int, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        if frames[index].isNone, let code { frames[index] = try V8Code.read(code[index], into: &builder) }
        return frames[index]
    }

    private func label(_ state: Int64?, into builder: inout ProfileBuilder) -> LabelSetID {
        guard let state else { return .none }
        return builder.labelSet([
            Label(key: builder.string("vm_state"), text: builder.string(V8LogDocument.stateName(state)))
        ])
    }

    /// V8's `StateTag` since version 6.4 (Node 10); earlier ones had no bytecode compiler.
    private static func stateName(_ state: Int64) -> String {
        let names = [
            "js", "gc", "parser", "bytecode_compiler", "compiler", "other", "external", "atomics_wait", "idle",
            "logging", "idle_external",
        ]
        return state >= 0 && state < names.count ? names[Int(state)] : "state \(state)"
    }
}
