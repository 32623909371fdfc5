import StackModel
import TraceInput

@testable import TraceFormats

/// A profile as text that people can check against the file: the goldens of the samples are made of it.
struct ProfileText {
    private let profile: Profile

    init(_ profile: Profile) { self.profile = profile }

    /// Facts first, then for each value type the sums by thread and stack, sorted; by function where stacks are many.
    var text: String {
        var lines = ["format \(profile.metadata.format)"]
        if let start = profile.metadata.start { lines.append("start \(start)") }
        if let duration = profile.metadata.duration { lines.append("duration \(duration)") }
        for diagnostic in profile.diagnostics.diagnostics {
            lines.append("\(diagnostic.severity.rawValue) \(diagnostic.code) x \(diagnostic.count)")
        }
        for id in profile.valueTypeIDs {
            let mark = id == profile.defaultValueType ? " (default)" : ""
            lines.append("\n\(profile.valueType(id).name)/\(profile.valueType(id).unit)\(mark)")
            lines += profile.stacks.count <= 80 ? sums(id) : functionSums(id)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func sums(_ type: ValueTypeID) -> [String] {
        var sums: [String: (value: Int64, count: Int64)] = [:]
        for row in 0..<profile.samples.count {
            guard let value = profile.samples.value(row, of: type) else { continue }
            let key = profile.samples.key(row)
            let sum = sums["\(thread(key.thread))\(stack(key.stack))", default: (0, 0)]
            sums["\(thread(key.thread))\(stack(key.stack))"] =
                (sum.value + value, sum.count + profile.samples.sampleCount(row))
        }
        return sums.map { "\($0.key) \($0.value.value) (\($0.value.count))" }.sorted()
    }

    /// Self and total of each function, a function counted once for each sample.
    private func functionSums(_ type: ValueTypeID) -> [String] {
        var sums: [FunctionID: (own: Int64, total: Int64)] = [:]
        for row in 0..<profile.samples.count {
            guard let value = profile.samples.value(row, of: type) else { continue }
            let path = profile.path(profile.samples.key(row).stack).map { profile.frames[$0].function }
            if let leaf = path.last { sums[leaf, default: (0, 0)].own += value }
            for function in Set(path) { sums[function, default: (0, 0)].total += value }
        }
        return sums.map { "\(name(of: $0.key)) self \($0.value.own) total \($0.value.total)" }.sorted()
    }

    private func name(of id: FunctionID) -> String {
        let function = profile.functions[id]
        let line = function.startLine > 0 ? ":\(function.startLine)" : ""
        let file = function.file.isNone ? "" : " (\(profile.text(function.file))\(line))"
        let module = function.module.isNone ? "" : " [\(profile.text(function.module))]"
        return profile.text(function.name) + file + module
    }

    private func thread(_ id: ThreadID) -> String {
        if id.isNone { return "" }
        let thread = profile.threads[id]
        let process = [thread.processID.map(String.init), name(thread.processName)].compactMap { $0 }
        let own = [thread.threadID.map(String.init), name(thread.threadName), name(thread.command)].compactMap { $0 }
        return "[\(process.joined(separator: " "))/\(own.joined(separator: " "))] "
    }

    private func name(_ id: StringID) -> String? { id.isNone ? nil : profile.text(id) }

    private func stack(_ id: StackID) -> String {
        if id.isNone { return "[no stack]" }
        return profile.path(id).map { id in
            let frame = profile.frames[id]
            return name(of: frame.function) + (frame.line > 0 ? "@\(frame.line)" : "")
        }.joined(separator: ";")
    }
}

extension Profile {
    /// Reads bytes as a file would be read, its format told by content.
    static func reading(
        _ bytes: [UInt8], name: String = "test", detail: SampleDetail = .everything, isStrict: Bool = false
    ) throws -> Profile {
        var options = ReadOptions()
        options.detail = detail
        options.isStrict = isStrict
        let reader = try ByteReader(source: MemorySource(bytes), name: name)
        return try FormatRegistry.read(reader, options: options)
    }

    /// Reads a text as a file would be read.
    static func reading(_ text: String, isStrict: Bool = false) throws -> Profile {
        try reading(Array(text.utf8), isStrict: isStrict)
    }
}
