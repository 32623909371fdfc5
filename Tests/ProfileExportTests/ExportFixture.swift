import ProfileAnalysis
import ProfileExport
import StackModel
import TraceFormats
import TraceInput

/// Small profiles whose right outputs can be written down by hand, and a way to collect an output.
enum ExportFixture {
    /// Two events of a perf trace: main > work [inlined: add] in `app`, an unresolved frame in `libx.so`, two threads.
    ///
    /// `reversed` pushes the same content in the opposite order.
    static func perf(reversed: Bool = false) -> Profile {
        var builder = ProfileBuilder(detail: .threads)
        builder.metadata.format = "perf"
        builder.metadata.derivesSampleCounts = true
        let cycles = builder.valueType(ValueType(name: "cycles", unit: "count"))
        let faults = builder.valueType(ValueType(name: "page-faults", unit: "count"))
        let samples: [(String, String, Int64, ValueTypeID, Int64)] = [
            ("main/app;work/app;add/app/inlined", "web", 7, cycles, 30),
            ("main/app;work/app", "web", 8, cycles, 20),
            ("main/app;[unknown]/libx.so", "web", 7, cycles, 10),
            ("main/app;work/app", "web", 8, faults, 2),
            ("", "idle", 0, cycles, 5),
        ]
        for (path, command, id, type, value) in reversed ? samples.reversed() : samples {
            sample(path, command, id, type, value, &builder)
        }
        return builder.finish()
    }

    private static func sample(
        _ path: String, _ command: String, _ id: Int64, _ type: ValueTypeID, _ value: Int64,
        _ builder: inout ProfileBuilder
    ) {
        var stack = StackID.none
        for step in path.split(separator: ";") {
            let parts = step.split(separator: "/").map(String.init)
            let module = builder.string("/lib/" + parts[1])
            let function = builder.function(Function(name: builder.string(parts[0]), module: module))
            var frame = Frame(function: function, mapping: builder.mapping(Mapping(file: module, kind: .native)))
            if parts.count > 2 { frame.flags = .inlined }
            stack = builder.stack(parent: stack, frame: builder.frame(frame))
        }
        let thread = ThreadInfo(processID: id, threadID: id, command: builder.string(command))
        let key = SampleKey(stack: stack, thread: builder.thread(thread), valueType: type)
        builder.addSample(key, value: value)
    }

    /// One stack of `depth` frames of the function `f`, 3 samples at its leaf.
    static func deep(_ depth: Int) -> Profile {
        var builder = ProfileBuilder(detail: .threads)
        builder.metadata.format = "folded"
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        let frame = builder.frame(symbol: ByteView(literal: "f"), mapping: .none, flags: [])
        var stack = StackID.none
        for _ in 0..<depth { stack = builder.stack(parent: stack, frame: frame) }
        builder.addSample(SampleKey(stack: stack), values: [3], count: 3)
        return builder.finish()
    }

    /// Stacks as folded text has them, with a value each; where `modules` is above 1, functions of one name are of as many
    /// modules in turn.
    static func stacks(_ stacks: [(path: String, value: Int64)], modules: Int = 1) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        for (row, (path, value)) in stacks.enumerated() {
            var stack = StackID.none
            for name in path.split(separator: ";") {
                let module = modules == 1 ? .none : builder.string("/lib/\(row % modules)")
                let function = builder.function(Function(name: builder.string(String(name)), module: module))
                stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function)))
            }
            builder.addSample(SampleKey(stack: stack), values: [value])
        }
        return builder.finish()
    }

    /// What an exporter writes.
    static func bytes(_ write: (inout ByteSink) throws -> Void) throws -> [UInt8] {
        let collected = Collected()
        var sink = ByteSink { collected.bytes += $0 }
        try write(&sink)
        try sink.finish()
        return collected.bytes
    }

    /// Folded text of a profile, with command names in front.
    static func folded(_ profile: Profile, value: String? = nil) throws -> String {
        let subject = ExportSubject.profile(profile, try profile.selection(named: value))
        return String(
            decoding: try bytes { try FoldedExporter.write(subject, ExportOptions(), to: &$0) }, as: UTF8.self)
    }

    /// Reads bytes as any trace is read.
    static func read(_ bytes: [UInt8], detail: SampleDetail = .threads) throws -> Profile {
        var options = ReadOptions()
        options.detail = detail
        return try FormatRegistry.read(ByteReader(source: MemorySource(bytes), name: "export"), options: options)
    }

    private final class Collected { var bytes: [UInt8] = [] }
}
