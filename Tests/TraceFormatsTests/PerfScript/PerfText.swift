import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Reads perf texts in tests and says what came of them.
struct PerfText {
    let profile: Profile

    init(
        _ text: String, chunk: Int = .max, detail: SampleDetail = .everything,
        _ change: (inout ReadOptions) -> Void = { _ in }
    ) throws {
        try self.init(Array(text.utf8), chunk: chunk, detail: detail, change)
    }

    init(
        _ bytes: [UInt8], chunk: Int = .max, detail: SampleDetail = .everything,
        _ change: (inout ReadOptions) -> Void = { _ in }
    ) throws {
        var options = ReadOptions()
        options.detail = detail
        change(&options)
        let reader = try ByteReader(source: MemorySource(bytes, chunk: chunk), name: "test", bufferSize: 64)
        profile = try FormatRegistry.read(reader, format: PerfScriptFormat.self, options: options)
    }

    /// Each sample: thread, path from the root, value and event.
    var samples: [String] {
        (0..<profile.samples.count).map { row in
            let key = profile.samples.key(row)
            let path = profile.path(key.stack).map { profile.text(profile.functions[profile.function(of: $0)].name) }
            let value = profile.samples.value(row, of: key.valueType) ?? -1
            return ([thread(key.thread)] + path).joined(separator: ";")
                + " \(value) \(profile.valueType(key.valueType).name)"
        }
    }

    /// `comm pid/tid`, with `?` for what is unknown.
    func thread(_ id: ThreadID) -> String {
        let thread = profile.threads[id]
        let ids = [thread.processID, thread.threadID].map { $0.map(String.init) ?? "?" }
        return profile.text(thread.command) + " " + ids.joined(separator: "/")
    }

    /// The frames of a sample, leaf first, as `name@module:file:line`, with marks of their flags.
    func frames(_ row: Int = 0) -> [String] {
        profile.path(profile.samples.key(row).stack).reversed().map { id in
            let frame = profile.frames[id]
            let function = profile.functions[frame.function]
            var text = profile.text(function.name)
            if !function.module.isNone { text += "@" + profile.text(function.module) }
            if !function.file.isNone { text += ":" + profile.text(function.file) }
            if frame.line > 0 { text += ":\(frame.line)" }
            let marks: [(FrameFlags, String)] = [(.inlined, "i"), (.kernel, "k"), (.jit, "j"), (.unresolved, "u")]
            let flags = marks.filter { frame.flags.contains($0.0) }.map(\.1).joined()
            return flags.isEmpty ? text : text + " " + flags
        }
    }

    /// `severity code xN` of every diagnostic.
    var diagnostics: [String] { profile.diagnostics.diagnostics.map { "\($0.severity) \($0.code) x\($0.count)" } }

    /// `name/unit` of every value type.
    var valueTypes: [String] { profile.valueTypes.map { "\($0.name)/\($0.unit)" } }
}
