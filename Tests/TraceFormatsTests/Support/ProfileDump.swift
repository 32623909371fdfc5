import StackModel
import TraceFormats
import TraceInput

/// Reads traces for tests, and writes profiles as text that can be held against a golden.
enum ProfileDump {
    /// Reads a trace from memory, told by content, keeping every sample.
    static func read(_ text: String, detail: SampleDetail = .everything, strict: Bool = false) throws -> Profile {
        try read(Array(text.utf8), detail: detail, strict: strict)
    }

    /// Reads a trace from memory, told by content, keeping every sample.
    static func read(_ bytes: [UInt8], detail: SampleDetail = .everything, strict: Bool = false) throws -> Profile {
        var options = ReadOptions()
        options.detail = detail
        options.isStrict = strict
        return try FormatRegistry.read(ByteReader(source: MemorySource(bytes), name: "test"), options: options)
    }

    /// Format, value types, one line a stack (values added up) in the order of the alphabet, and diagnostics by code.
    static func text(_ profile: Profile) -> String {
        var lines = ["format \(profile.metadata.format)"]
        for id in profile.valueTypeIDs {
            let type = profile.valueType(id)
            lines.append("value \(type.name)/\(type.unit)" + (id == profile.defaultValueType ? " default" : ""))
        }
        lines += stacks(profile).sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.map(String.init).joined(separator: " "))"
        }
        for diagnostic in profile.diagnostics.diagnostics {
            lines.append("\(diagnostic.severity.rawValue) \(diagnostic.code) \(diagnostic.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The values of each stack, root first: its thread (where named or numbered), frames with lines, and labels.
    static func stacks(_ profile: Profile) -> [String: [Int64]] {
        var sums: [String: [Int64]] = [:]
        for row in 0..<profile.samples.count {
            let key = profile.samples.key(row)
            var path = profile.path(key.stack).map { frame($0, profile) }
            let thread = thread(key.thread, profile)
            if !thread.isEmpty { path.insert("[\(thread)]", at: 0) }
            let labels = profile.labels[key.labels].map { label in
                let value = label.number.map { "\($0)\(profile.text(label.unit))" } ?? profile.text(label.text)
                return "\(profile.text(label.key))=\(value)"
            }
            let name = path.joined(separator: ";") + (labels.isEmpty ? "" : " {\(labels.joined(separator: ","))}")
            let values = profile.valueTypeIDs.map { profile.samples.value(row, of: $0) ?? 0 }
            let known = sums[name] ?? values.map { _ in 0 }
            sums[name] = zip(known, values).map { $0.addingSaturated($1) }
        }
        return sums
    }

    private static func frame(_ id: FrameID, _ profile: Profile) -> String {
        let frame = profile.frames[id]
        let function = profile.functions[frame.function]
        var text = profile.text(function.name)
        if !function.module.isNone { text += " (\(profile.text(function.module)))" }
        if !function.file.isNone { text += " [\(profile.text(function.file))]" }
        if frame.line > 0 { text += ":\(frame.line)" }
        return text
    }

    private static func thread(_ id: ThreadID, _ profile: Profile) -> String {
        let thread = profile.threads[id]
        let parts = [
            profile.text(thread.command), profile.text(thread.processName), thread.processID.map(String.init) ?? "",
            profile.text(thread.threadName), thread.threadID.map(String.init) ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
