import ProfileAnalysis
import StackModel

/// Who calls a function, or whom it calls, with what is measured in each of these calls.
package struct NeighborsReport: ~Copyable {
    /// Which side of the calls is listed.
    package enum Side: String, Sendable {
        case callers
        case callees
    }

    private let groups: FrameGroups
    private let functions: [(function: FunctionRow, edges: [CallGraphEdge])]
    private let side: Side
    private let type: ValueType
    private let total: Int64

    /// The neighbours of the functions that `options.function` names.
    package init(
        _ side: Side, _ profile: Profile, _ selection: ValueSelection, _ options: ExportOptions
    ) throws(UnknownFunction) {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let match = FunctionMatch(options.function ?? "", in: groups)
        guard match.isMeant.contains(true) else {
            throw UnknownFunction(asked: options.function ?? "", nearby: match.nearby)
        }
        let summary = FunctionSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        let graph = CallGraphSummary(
            profile, selection, groups: functionGroups, groupCount: groups.count, choice: .at(match.isMeant))
        functions = summary.rows.filter { match.isMeant[Int($0.group)] }
            .sorted { ($1.totalValue, $0.group) < ($0.totalValue, $1.group) }
            .map { row in
                (row, side == .callers ? graph.callers(of: row.group) : graph.callees(of: row.group))
            }
        self.side = side
        total = summary.total
        type = profile.valueType(of: selection)
        self.groups = groups
    }

    /// Writes one side of the calls of a function, in the form that is asked for.
    static func write(
        _ side: Side, of subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink
    ) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let report = try NeighborsReport(side, profile, selection, options)
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text(options)) }
    }

    /// Lines for people: each function, then its neighbours, dearest first.
    package borrowing func text(_ options: ExportOptions) -> String {
        let style = options.terminal
        let limit = options.limit ?? 20
        var out = "\(HumanValue.visible(type.name)): \(HumanValue.text(total, unit: type.unit)) in all\n"
        out += style.paint("        self        total         %  \(side.rawValue) of", .heading) + "\n"
        for (function, edges) in functions {
            out += line(function.selfValue, function.totalValue, groups.label(function.group), style, indent: "")
            for edge in limit > 0 ? edges.prefix(limit) : edges[...] {
                let other = side == .callers ? edge.caller : edge.callee
                out += line(
                    edge.selfValue, edge.totalValue,
                    other < 0 ? FrameWords(name: "(nobody: it begins stacks)") : groups.label(other), style,
                    indent: side == .callers ? "<- " : "-> ")
            }
        }
        return out
    }

    private borrowing func line(
        _ own: Int64, _ whole: Int64, _ words: FrameWords, _ style: TerminalStyle, indent: String
    ) -> String {
        HumanValue.text(own, unit: type.unit).leftPadded(12) + HumanValue.text(whole, unit: type.unit).leftPadded(13)
            + HumanValue.share(whole, of: total).leftPadded(10) + "  " + style.fitted(words, indent: indent, used: 37)
            + "\n"
    }

    /// The object of schema `stacksift.callers/1` or `stacksift.callees/1`.
    package borrowing func json() -> [UInt8] {
        var json = JSONText()
        json.openView("stacksift.\(side.rawValue)/1", of: type, total: total)
        json.key("functions")
        json.open("[")
        for (function, edges) in functions {
            json.newline()
            json.open("{")
            names(function.group, to: &json)
            json.member("self", function.selfValue)
            json.member("total", function.totalValue)
            json.key(side.rawValue)
            json.open("[")
            for edge in edges {
                json.open("{")
                names(side == .callers ? edge.caller : edge.callee, to: &json)
                json.member("self", edge.selfValue)
                json.member("total", edge.totalValue)
                if let calls = edge.calls { json.member("calls", calls) }
                json.close("}")
            }
            json.close("]")
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    /// Name, module and file of a group; a null name is nobody.
    private borrowing func names(_ index: Int32, to json: inout JSONText) {
        let group = index < 0 ? nil : groups[index]
        json.member("name", group.map { groups.strings.text($0.name) })
        json.member("module", group.flatMap { $0.module.isNone ? nil : groups.strings.text($0.module) })
        json.member("file", group.flatMap { $0.file.isNone ? nil : groups.strings.text($0.file) })
    }
}

/// Who calls a function.
package enum CallersExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "callers", summary: "who calls one function, with self and total of these calls", subjects: [.profile])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        try NeighborsReport.write(.callers, of: subject, options, to: &sink)
    }
}

/// Whom a function calls.
package enum CalleesExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "callees", summary: "whom one function calls, with self and total of these calls", subjects: [.profile])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        try NeighborsReport.write(.callees, of: subject, options, to: &sink)
    }
}
