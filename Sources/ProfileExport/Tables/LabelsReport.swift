import ProfileAnalysis
import StackModel

/// The labels of a profile's samples: each key with its values and what they sum up to.
package struct LabelsReport {
    private struct Value {
        let text: String
        let value: Int64
    }

    private let labels: [(key: String, values: [Value])]
    private let type: ValueType
    private let total: Int64

    /// All labels, keys by name, values dearest first.
    package init(_ profile: Profile, _ selection: ValueSelection) {
        var keys = Set<String>()
        for row in 1..<max(profile.labels.count, 1) {
            for label in profile.labels[LabelSetID(row: row)] { keys.insert(profile.text(label.key)) }
        }
        labels = keys.sorted().map { key in
            let summary = Summary(profile, selection, by: .label(key))
            var values: [Value] = []
            for row in summary.rows {
                values.append(Value(text: summary.groups.name(row.group).text, value: row.selfValue))
            }
            return (key, values.sorted { ($1.value, $0.text) < ($0.value, $1.text) })
        }
        type = profile.valueType(of: selection)
        total = profile.total(selection).value
    }

    /// Lines for people.
    package func text(_ options: ExportOptions) -> String {
        guard !labels.isEmpty else { return "the samples carry no labels\n" }
        let limit = options.limit ?? 20
        var out = "\(HumanValue.visible(type.name)): \(HumanValue.text(total, unit: type.unit)) in all\n"
        for (key, values) in labels {
            let count = "\(values.count) value\(values.count == 1 ? "" : "s")"
            out += options.terminal.paint(HumanValue.visible(key), .heading) + ": \(count)\n"
            for value in limit > 0 ? values.prefix(limit) : values[...] {
                out += HumanValue.text(value.value, unit: type.unit).leftPadded(14)
                out += HumanValue.share(value.value, of: total).leftPadded(10)
                out += options.terminal.bar(total == 0 ? 0 : Double(value.value) / Double(total))
                out += "  " + HumanValue.visible(value.text) + "\n"
            }
        }
        return out
    }

    /// The object of schema `stacksift.labels/1`.
    package func json() -> [UInt8] {
        var json = JSONText()
        json.openView("stacksift.labels/1", of: type, total: total)
        json.key("labels")
        json.open("[")
        for (key, values) in labels {
            json.newline()
            json.open("{")
            json.member("key", key)
            json.key("values")
            json.open("[")
            for value in values {
                json.open("{")
                json.member("text", value.text)
                json.member("value", value.value)
                json.close("}")
            }
            json.close("]")
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }
}

/// Labels of samples.
package enum LabelsExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "labels", summary: "the labels of samples: keys, values, sums", subjects: [.profile], detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let report = LabelsReport(profile, selection)
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text(options)) }
    }
}
