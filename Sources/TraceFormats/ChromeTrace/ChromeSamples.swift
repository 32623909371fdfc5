import StackModel
import TraceInput

/// Samples with stacks in a table of their own: `samples` and `stackFrames`, as Hermes and Linux perf give them.
struct ChromeSamples {
    private struct Sample {
        var thread = ChromeThreadKey()
        var time: Int64?
        var name = StringID.none
        var weight: Int64 = 1
        var frame: [UInt8] = []
    }

    private var samples: [Sample] = []
    private var frames: [(frame: FrameID, parent: [UInt8]?)] = []
    private var rowOf: [[UInt8]: Int] = [:]

    /// Reads the list of samples that comes next.
    mutating func readSamples(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        try json.eachElement { json throws(TraceError) in
            var sample = Sample()
            try json.eachMember { key, json throws(TraceError) in
                if key == "pid" {
                    sample.thread.process = try ChromeID(&json, into: &builder)
                } else if key == "tid" {
                    sample.thread.thread = try ChromeID(&json, into: &builder)
                } else if key == "ts" {
                    sample.time = try json.scaledIfAny(by: 1000)
                } else if key == "name" {
                    if let name = try json.stringIfAny() { sample.name = builder.string(name) }
                } else if key == "weight" {
                    sample.weight = try json.integerIfAny() ?? 1
                } else if key == "sf" {
                    sample.frame = try ChromeSamples.frameKey(&json) ?? []
                } else {
                    try json.skip()
                }
            }
            samples.append(sample)
            tally.countGood()
        }
    }

    /// Reads the table of frames that comes next: by id a name, and the id of the caller's frame.
    mutating func readFrames(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        try json.eachMember { key, json throws(TraceError) in
            let id = key.bytes
            var frame = Frame(function: .none)
            var parent: [UInt8]?
            try json.eachMember { key, json throws(TraceError) in
                if key == "name" {
                    if let name = try json.stringIfAny() { frame = ChromeSamples.frame(name, into: &builder) }
                } else if key == "parent" {
                    parent = try ChromeSamples.frameKey(&json)
                } else {
                    try json.skip()
                }
            }
            if frame.function.isNone { frame = ChromeSamples.frame(ByteView(literal: "(anonymous)"), into: &builder) }
            rowOf[id] = frames.count
            frames.append((builder.frame(frame), parent))
        }
    }

    /// An id of a frame: a number or a text.
    private static func frameKey(_ json: inout JSONReader) throws(TraceError) -> [UInt8]? {
        switch try json.kind() {
        case .string: return try json.string().bytes
        case .number: return Array(String(try json.scaled(by: 1)).utf8)
        default:
            try json.skip()
            return nil
        }
    }

    /// Hermes writes `name(url:line:column)`; `[root]` is its root.
    private static func frame(_ text: ByteView, into builder: inout ProfileBuilder) -> Frame {
        let place = text.last == 0x29 ? V8Place(text.prefix(text.count - 1), after: 0x28) : nil
        var function = Function(name: builder.string(place?.name ?? text))
        if let place { function.file = builder.string(place.file) }
        if function.name.isNone { function.name = builder.string("(anonymous)") }
        return Frame(
            function: builder.function(function), line: place?.line ?? 0, column: place?.column ?? 0,
            flags: text == "[root]" ? .root : [])
    }

    /// What the samples count: one value type for each name that they have.
    func valueTypes(_ builder: borrowing ProfileBuilder) -> [ValueType] {
        var types: [ValueType] = []
        for sample in samples where !types.contains(ChromeSamples.valueType(sample, builder)) {
            types.append(ChromeSamples.valueType(sample, builder))
        }
        return types
    }

    private static func valueType(_ sample: Sample, _ builder: borrowing ProfileBuilder) -> ValueType {
        ValueType(name: sample.name.isNone ? "samples" : builder.strings.text(sample.name), unit: "count")
    }

    /// Adds every sample to its thread.
    func addSamples(
        _ threads: ChromeThreads, into builder: inout ProfileBuilder, file: String
    ) throws(TraceError) {
        let stacks = try stacks(into: &builder, file: file)
        for sample in samples {
            var key = builder.place(
                threads.thread(sample.thread, into: &builder), ChromeSamples.valueType(sample, builder))
            if let row = rowOf[sample.frame] { key.stack = stacks[row] }
            builder.addSample(key, value: sample.weight, time: sample.time)
        }
    }

    /// Every frame's stack, callers first; a cycle is refused.
    private func stacks(into builder: inout ProfileBuilder, file: String) throws(TraceError) -> [StackID] {
        let parents = frames.map { $0.parent.flatMap { rowOf[$0] } ?? -1 }
        var stacks = [StackID](repeating: .none, count: frames.count)
        // 0: not seen; 1: on the path that is being walked; 2: done.
        var state = [UInt8](repeating: 0, count: frames.count)
        var path: [Int] = []
        for first in frames.indices where state[first] == 0 {
            var row = first
            while row >= 0, state[row] == 0 {
                state[row] = 1
                path.append(row)
                row = parents[row]
            }
            guard row < 0 || state[row] == 2 else {
                throw TraceError(
                    code: "trace.frames", at: SourceLocation(file: file), expected: "a tree of stackFrames",
                    found: "a cycle")
            }
            var stack = row < 0 ? StackID.none : stacks[row]
            while let next = path.popLast() {
                stack = builder.stack(parent: stack, frame: frames[next].frame)
                stacks[next] = stack
                state[next] = 2
            }
        }
        return stacks
    }
}
