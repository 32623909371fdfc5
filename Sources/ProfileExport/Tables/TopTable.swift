import ProfileAnalysis
import StackModel

/// What a list of functions is sorted by.
package enum FunctionOrder: String, Sendable, CaseIterable {
    case own = "self"
    case total
}

/// The hottest functions (modules, threads, ...) of a profile, as JSON or as a table for people.
package struct TopTable: ~Copyable {
    let summary: Summary
    let rows: [FunctionRow]
    private let type: ValueType

    /// The first rows of a selection, as many as `options` say.
    package init(_ profile: Profile, _ selection: ValueSelection, _ options: ExportOptions) {
        summary = Summary(profile, selection, by: options.by)
        type = profile.valueType(of: selection)
        let limit = options.limit ?? (options.form == .text && options.cover == nil ? 30 : 0)
        let wanted = limit > 0 && options.cover == nil ? limit : summary.rows.count
        let first = TopTable.first(wanted, of: summary, by: options.order)
        let covering = options.cover.map { TopTable.covering($0, first) } ?? first
        rows = limit > 0 ? Array(covering.prefix(limit)) : covering
    }

    /// The first `count` rows in order; the others are never sorted.
    private static func first(_ count: Int, of summary: borrowing Summary, by order: FunctionOrder) -> [FunctionRow] {
        let rows = summary.rows
        guard count < rows.count / 8 else {
            return Array(rows.sorted { precedes($0, $1, summary, order) }.prefix(count))
        }
        // Those that came first so far, and behind them those that came before the last of these.
        var kept: [FunctionRow] = []
        for row in rows {
            if kept.count >= count, !precedes(row, kept[count - 1], summary, order) { continue }
            kept.append(row)
            if kept.count == count || kept.count >= 2 * count + 64 {
                kept.sort { precedes($0, $1, summary, order) }
                kept.removeLast(kept.count - count)
            }
        }
        return Array(kept.sorted { precedes($0, $1, summary, order) }.prefix(count))
    }

    private static func precedes(
        _ left: FunctionRow, _ right: FunctionRow, _ summary: borrowing Summary, _ order: FunctionOrder
    ) -> Bool {
        let leftKeys = order == .own ? (left.selfValue, left.totalValue) : (left.totalValue, left.selfValue)
        let rightKeys = order == .own ? (right.selfValue, right.totalValue) : (right.totalValue, right.selfValue)
        if leftKeys != rightKeys { return leftKeys > rightKeys }
        let leftName = summary.groups.name(left.group)
        let rightName = summary.groups.name(right.group)
        return leftName == rightName ? left.group < right.group : leftName < rightName
    }

    /// The first rows that together make `percent` of all self: the vital few.
    private static func covering(_ percent: Double, _ rows: [FunctionRow]) -> [FunctionRow] {
        let whole = rows.reduce(0.0) { $0 + Double($1.selfValue) }
        var sum = 0.0
        var kept: [FunctionRow] = []
        for row in rows where sum < whole * percent / 100 {
            kept.append(row)
            sum += Double(row.selfValue)
        }
        return kept
    }

    /// The object of schema `stacksift.top/1`.
    package func json() -> [UInt8] {
        var json = JSONText()
        json.openView("stacksift.top/1", of: type, total: summary.total)
        json.key("functions")
        json.open("[")
        for row in rows { write(row, to: &json) }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func write(_ row: FunctionRow, to json: inout JSONText) {
        let group = summary.groups[row.group]
        json.newline()
        json.open("{")
        json.key("name")
        json.string(summary.groups.strings.bytes(group.name))
        json.member("file", group.file.isNone ? nil : summary.groups.strings.text(group.file))
        json.member("line", group.line > 0 ? Int64(group.line) : nil)
        json.member("module", group.module.isNone ? nil : summary.groups.strings.text(group.module))
        json.member("self", row.selfValue)
        json.member("total", row.totalValue)
        if let calls = row.calls { json.member("calls", calls) }
        if let calls = row.primitiveCalls { json.member("primitive_calls", calls) }
        json.close("}")
    }

    /// A table with shares, for people.
    package func text(_ style: TerminalStyle, by key: SummaryKey) -> String {
        // On a narrow terminal the name needs the room more.
        let hasCalls = rows.contains { $0.calls != nil } && style.width ?? 200 >= 100
        var out = headline(by: key) + "\n"
        let calls = hasCalls ? "       calls" + (type.unit == "nanoseconds" ? "     per call" : "") : ""
        let bars = style.hasBars ? String(repeating: " ", count: 11) : ""
        let heading = "        self         %\(bars)        total         %\(calls)  \(key.title)"
        out += style.paint(heading, .heading) + "\n"
        for row in rows {
            var line = HumanValue.text(row.selfValue, unit: type.unit).leftPadded(12)
            line += HumanValue.share(row.selfValue, of: summary.total).leftPadded(10)
            line += style.bar(summary.total == 0 ? 0 : Double(row.selfValue) / Double(summary.total))
            line += HumanValue.text(row.totalValue, unit: type.unit).leftPadded(13)
            line += HumanValue.share(row.totalValue, of: summary.total).leftPadded(10)
            if hasCalls { line += callFigures(row) }
            let used = 47 + bars.utf8.count + calls.utf8.count
            out += line + "  " + style.fitted(words(row.group, by: key), used: used) + "\n"
        }
        return out
    }

    /// The whole, and how much of it the rows make where there are more.
    private func headline(by key: SummaryKey) -> String {
        let all = "\(HumanValue.visible(type.name)): \(HumanValue.text(summary.total, unit: type.unit)) in all"
        guard rows.count < summary.rows.count, !rows.isEmpty else { return all }
        let shown = rows.reduce(Int64(0)) { $0.addingSaturated($1.selfValue) }
        let count = rows.count == 1 ? "the first" : "the first \(rows.count)"
        return "\(all); \(count) of \(summary.rows.count) \(key.plural) \(rows.count == 1 ? "makes" : "make")"
            + " \(HumanValue.share(shown, of: summary.total)) of self"
    }

    private func callFigures(_ row: FunctionRow) -> String {
        guard let calls = row.calls else { return "" }
        let count = HumanValue.text(calls, unit: "count").leftPadded(12)
        guard type.unit == "nanoseconds" else { return count }
        return count + (calls > 0 ? HumanValue.text(row.totalValue / calls, unit: type.unit) : "-").leftPadded(13)
    }

    private func words(_ index: Int32, by key: SummaryKey) -> FrameWords {
        let group = summary.groups[index]
        var words = FrameWords(name: HumanValue.visible(summary.groups.strings.text(group.name)))
        let isLine = key == .line || group.module.isNone
        let place = isLine && !group.file.isNone ? group.file : group.module
        guard !place.isNone, place != group.name else { return words }
        let line = group.line > 0 && isLine ? ":\(group.line)" : ""
        words.place = HumanValue.visible(summary.groups.strings.bytes(place).baseName.text) + line
        return words
    }
}

extension SummaryKey {
    /// What several rows are called.
    fileprivate var plural: String {
        switch self {
        case .process: "processes"
        case .label(let label): "values of \(HumanValue.visible(label))"
        case .function, .module, .file, .line, .thread: title + "s"
        }
    }

    /// The heading of a table's names.
    fileprivate var title: String {
        switch self {
        case .function: "function"
        case .module: "module"
        case .file: "file"
        case .line: "line"
        case .thread: "thread"
        case .process: "process"
        case .label(let label): HumanValue.visible(label)
        }
    }
}
