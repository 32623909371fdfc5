import StackModel
import TraceInput

/// A preprocessed tick log: a table of code, of which only what ticks name is ever read, and the ticks.
struct V8LogDocument {
    /// Where each code's object begins.
    private var code: [JSONReader] = []
    private var frames: [FrameID] = []
    private var ticks: JSONReader
    private let keepsAddresses: Bool

    /// Notes where things are; members may come in any order.
    init(_ json: JSONReader, options: ReadOptions) throws(TraceError) {
        var json = json
        var codePlace: JSONReader?
        var ticksPlace: JSONReader?
        try json.eachMember { key, json throws(TraceError) in
            if key == "code" {
                codePlace = try json.mark()
            } else if key == "ticks" {
                ticksPlace = try json.mark()
            } else {
                try json.skip()
            }
        }
        try json.end()
        guard let ticksPlace else { throw json.broken("a list of ticks", "none", code: "v8log.ticks") }
        guard var codePlace else { throw json.broken("a table of code", "none", code: "v8log.code") }
        ticks = ticksPlace
        keepsAddresses = options.keepsAddresses
        try codePlace.eachElement { json throws(TraceError) in code.append(try json.mark()) }
        frames = [FrameID](repeating: .none, count: code.count)
    }

    /// Adds every tick; the state that V8 was in is a label.
    mutating func addTicks(into builder: inout ProfileBuilder, tally: inout RecordTally) throws(TraceError) {
        builder.metadata.linesIdentifyFunctions = true
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        var path: [(code: Int64, offset: Int64)] = []
        var json = ticks
        var more = try json.open(.array)
        while more {
            let start = json
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
            if let time {
                var key = SampleKey(stack: try stack(path, into: &builder))
                key.labels = label(state, into: &builder)
                builder.addSample(key, value: 1, time: time)
                tally.countGood()
            } else {
                try tally.countBad(
                    start.broken("a time in every tick", "none", code: "v8log.tick"), in: &builder)
            }
            more = try json.more(.array)
        }
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
    private mutating func stack(
        _ path: [(code: Int64, offset: Int64)], into builder: inout ProfileBuilder
    ) throws(TraceError) -> StackID {
        var stack = StackID.none
        for (row, place) in path.enumerated().reversed() {
            if place.code >= 0, place.code < code.count {
                stack = builder.stack(parent: stack, frame: try frame(Int(place.code), into: &builder))
            } else if row == 0 {
                let address = keepsAddresses ? UInt64(bitPattern: place.offset) : 0
                stack = builder.stack(parent: stack, frame: V8Code.unknown(address, into: &builder))
            }
        }
        return stack
    }

    private mutating func frame(_ index: Int, into builder: inout ProfileBuilder) throws(TraceError) -> FrameID {
        if frames[index].isNone { frames[index] = try V8Code.read(code[index], into: &builder) }
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
