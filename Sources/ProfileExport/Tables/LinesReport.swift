import ProfileAnalysis
import StackModel

/// The source lines of the functions of one name, with self and total.
package struct LinesReport {
    private struct Line {
        let function: String
        let file: String?
        let line: Int64
        let selfValue: Int64
        let totalValue: Int64
    }

    private let lines: [Line]
    private let type: ValueType
    private let total: Int64

    /// The lines of what `options.function` names, in the order of files and lines.
    package init(_ profile: Profile, _ selection: ValueSelection, _ options: ExportOptions) throws(UnknownFunction) {
        let summary = Summary(profile, selection, by: .line)
        let match = FunctionMatch(options.function ?? "", in: summary.groups)
        guard match.isMeant.contains(true) else {
            throw UnknownFunction(asked: options.function ?? "", nearby: match.nearby)
        }
        var lines: [Line] = []
        for row in summary.rows where match.isMeant[Int(row.group)] {
            let group = summary.groups[row.group]
            lines.append(
                Line(
                    function: summary.groups.strings.text(group.name),
                    file: group.file.isNone ? nil : summary.groups.strings.text(group.file), line: Int64(group.line),
                    selfValue: row.selfValue, totalValue: row.totalValue))
        }
        self.lines = lines.sorted { ($0.file ?? "", $0.line, $0.function) < ($1.file ?? "", $1.line, $1.function) }
        type = profile.valueType(of: selection)
        total = summary.total
    }

    /// Lines with the source text beside them, where `--source` has it.
    package func text(_ options: ExportOptions) -> String {
        let style = options.terminal
        var sources = SourceText(folder: options.sourceFolder)
        var out = "\(HumanValue.visible(type.name)): \(HumanValue.text(total, unit: type.unit)) in all\n"
        out += style.paint("        self        total     line", .heading) + "\n"
        var place = ""
        for line in lines {
            let here = "\(line.function)  (\(line.file ?? "no source file"))"
            if here != place { out += HumanValue.visible(here) + "\n" }
            place = here
            out += HumanValue.text(line.selfValue, unit: type.unit).leftPadded(12)
            out += HumanValue.text(line.totalValue, unit: type.unit).leftPadded(13)
            out += (line.line > 0 ? "\(line.line)" : "?").leftPadded(9)
            let source = line.file.flatMap { sources.line(line.line, of: $0) }?.tabsExpanded ?? ""
            out += source.isEmpty ? "\n" : "  " + style.fitted(HumanValue.visible(source), used: 36) + "\n"
        }
        return out
    }

    /// The object of schema `stacksift.lines/1`.
    package func json(_ options: ExportOptions) -> [UInt8] {
        var sources = SourceText(folder: options.sourceFolder)
        var json = JSONText()
        json.openView("stacksift.lines/1", of: type, total: total)
        json.key("lines")
        json.open("[")
        for line in lines {
            json.newline()
            json.open("{")
            json.member("name", line.function)
            json.member("file", line.file)
            json.member("line", line.line > 0 ? line.line : nil)
            json.member("self", line.selfValue)
            json.member("total", line.totalValue)
            json.member("text", line.file.flatMap { sources.line(line.line, of: $0) })
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }
}

/// Source lines by function.
package enum LinesExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "lines", summary: "the source lines of one function, with self and total", subjects: [.profile],
        needsStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let report = try LinesReport(profile, selection, options)
        if options.form == .json { sink.write(report.json(options)) } else { sink.write(report.text(options)) }
    }
}
