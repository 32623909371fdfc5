import Glibc
import ProfileStore
import StackModel

/// What is said of traces on their way into a store: by the command, by their paths, by files beside them.
package struct TraceLabels: Sendable {
    /// Said of all.
    package var fixed: [String: String] = [:]
    /// Read off paths; the first pattern that fits counts.
    package var patterns: [LabelPattern] = []

    /// Nothing.
    package init() {}

    /// The ending of a file that has labels for the file of the same name without it.
    package static let sidecarEnding = ".labels"

    /// The traces among `paths`: without the files of labels beside them.
    static func withoutSidecars(_ paths: [String]) -> [String] {
        let all = Set(paths)
        return paths.filter { !($0.hasSuffix(sidecarEnding) && all.contains(String($0.dropLast(sidecarEnding.count)))) }
    }

    /// The labels of the trace at `path`: those of the command win over those of its path, and these over those of the
    /// file beside it. Throws where there are patterns and none fits, and where the file beside it cannot be read.
    package func labels(of path: String) throws(TraceError) -> [String: String] {
        var labels = try Self.sidecar(of: path)
        if !patterns.isEmpty {
            guard let found = patterns.lazy.compactMap({ $0.match(path) }).first else {
                let list = patterns.map(\.text).joined(separator: ", ")
                throw TraceError(
                    code: "labels.pattern", at: SourceLocation(file: path),
                    expected: "a path that fits --label-pattern \(list)", found: "another one")
            }
            labels.merge(found) { $1 }
        }
        return labels.merging(fixed) { $1 }
    }

    /// When a trace was recorded by its labels `recorded` (a date) or `recorded_ns`; nil where they do not say.
    static func recordedAt(_ labels: [String: String], _ path: String) throws(TraceError) -> Int64? {
        guard let value = labels["recorded"] else { return labels["recorded_ns"].flatMap { Int64($0) } }
        if let time = ISODate.nanoseconds(value) { return time }
        throw TraceError(
            code: "labels.recorded", at: SourceLocation(file: path),
            expected: "a date such as 2026-11-24 or 2026-11-24T21:00:00Z", found: "\"\(value)\"")
    }

    /// `name=value` in each line of the file beside a trace; `#` begins a comment.
    private static func sidecar(of path: String) throws(TraceError) -> [String: String] {
        let name = path + sidecarEnding
        guard path != "-", let file = fopen(name, "re") else { return [:] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        var labels: [String: String] = [:]
        for (number, line) in bytes[..<count].split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line, as: UTF8.self).trimmingBlanks
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard let (label, value) = Self.parse(text) else {
                throw TraceError(
                    code: "labels.sidecar", at: SourceLocation(file: name, line: number + 1), expected: "name=value",
                    found: "\"\(text)\"")
            }
            labels[label] = value
        }
        return labels
    }

    /// A label and its value from `name=value`; nil where it is not of that form.
    package static func parse(_ text: String) -> (label: String, value: String)? {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
        let label = String(text[..<equals]).trimmingBlanks
        return label.isEmpty ? nil : (label, String(text[text.index(after: equals)...]).trimmingBlanks)
    }
}

extension StoredProfile {
    /// Takes labels; `role`, `run_group`, `host`, `recorded` (a date) and `recorded_ns` have columns of their own.
    mutating func take(_ labels: [String: String], from path: String) throws(TraceError) {
        for (label, value) in labels {
            switch label {
            case "role": role = value
            case "run_group": runGroup = value
            case "host": host = value
            case "recorded", "recorded_ns": recordedAt = try TraceLabels.recordedAt(labels, path)
            default: self.labels[label] = value
            }
        }
    }
}

extension String {
    /// Without blanks and tabs at its ends.
    var trimmingBlanks: String {
        var rest = Substring(self)
        while let first = rest.first, first == " " || first == "\t" || first == "\r" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return String(rest)
    }
}
