import ProfileAnalysis
import StackModel

extension DiffReport {
    /// Lines for people: the headline, the functions, the stacks.
    package func text(_ style: TerminalStyle = .plain) -> String {
        var out = style.paint(headline(), .heading) + "\n"
        if let reason = diff.factorReason {
            out += "after is multiplied by \(HumanValue.fixed(diff.factor, 6)): \(reason)\n"
        }
        out += "\n" + functionTable(style) + "\n" + stackTable(style)
        for warning in diff.comparison?.warnings ?? [] {
            out += "\n\(warning.code): \(HumanValue.visible(warning.words))"
        }
        return out + (diff.comparison == nil ? "" : "\n")
    }

    private func functionTable(_ style: TerminalStyle) -> String {
        let functions = shown(diff.functions)
        let columns = DiffColumns(style, largest: functions.map(\.selfFigure.delta.magnitude).max() ?? 0)
        var out = style.paint(columns.heading(of: "self", hasMore: true) + "function", .heading) + "\n"
        for function in functions {
            let own = function.selfFigure
            let total = function.totalFigure
            var line = figures(own, columns, style)
            if columns.hasShares {
                let shares =
                    HumanValue.share(own.before, of: diff.totalBefore) + ">"
                    + HumanValue.share(own.after, of: diff.totalAfter)
                line += shares.leftPadded(15)
            }
            if columns.hasTotals {
                line += HumanValue.signed(total.delta, unit: diff.valueType.unit).leftPadded(15)
                line += change(total).leftPadded(9)
            }
            let mark = self.mark(function.status(own)) + provisionalMark(function)
            let words = diff.tree.groups.label(function.group)
            out += line + "  " + style.fitted(words, used: columns.width(hasMore: true) + mark.count) + mark + "\n"
        }
        return out
    }

    private func stackTable(_ style: TerminalStyle) -> String {
        let stacks = shownStacks().filter { $0.figure.delta != 0 }
        let columns = DiffColumns(style, largest: stacks.map(\.figure.delta.magnitude).max() ?? 0)
        var out = style.paint(columns.heading(of: "", hasMore: false) + "stack", .heading) + "\n"
        for stack in stacks {
            let mark = self.mark(stack.status)
            let path = HumanValue.shortened(HumanValue.visible(path(stack)), 100)
            out += figures(stack.figure, columns, style) + "  "
            out += style.fitted(path, used: columns.width(hasMore: false) + mark.count) + mark + "\n"
        }
        return out
    }

    /// Before, after, the change and its part: red where it grew, green where it shrank.
    private func figures(_ figure: DiffFigure, _ columns: DiffColumns, _ style: TerminalStyle) -> String {
        let unit = diff.valueType.unit
        let meaning = figure.delta > 0 ? TerminalStyle.Meaning.more : .less
        let delta = HumanValue.signed(figure.delta, unit: unit).leftPadded(13)
        return HumanValue.text(figure.before, unit: unit).leftPadded(columns.first)
            + HumanValue.text(figure.after, unit: unit).leftPadded(13)
            + (figure.delta == 0 ? delta : style.paint(delta, meaning))
            + columns.bar(figure.delta, style, meaning) + change(figure).leftPadded(9)
    }

    /// One line: both totals, and the function whose self changed most.
    package func headline() -> String {
        let unit = diff.valueType.unit
        let total = DiffFigure(before: diff.totalBefore, after: diff.totalAfter, factor: diff.factor)
        var line = "\(diff.valueType.name): \(HumanValue.text(diff.totalBefore, unit: unit)) before"
        line += ", \(HumanValue.text(diff.totalAfter, unit: unit)) after (\(change(total)))"
        if let first = diff.functions.first, first.selfFigure.delta != 0 {
            let figure = first.selfFigure
            let name = diff.tree.groups.words(first.group)
            line += "; most of all \(name) \(HumanValue.signed(figure.delta, unit: unit))"
            line += " (\(change(figure)))"
        }
        return line
    }

    /// A figure's change in percent: `new` where there was nothing before, `-` where there is nothing at all.
    private func change(_ figure: DiffFigure) -> String { figure.isEmpty ? "-" : HumanValue.change(figure.ratio) }

    private func mark(_ status: DiffStatus) -> String {
        switch status {
        case .new: "  [new]"
        case .removed: "  [removed]"
        case .grew, .shrank, .same: ""
        }
    }

    /// A cause that a test of the two runs names, which says nothing for certain.
    private func provisionalMark(_ function: DiffFunction) -> String {
        for kind in [EntityKind.own, .total] {
            guard let estimate = verdicts?.estimate(kind, of: function.group, in: diff.tree), estimate.isCause,
                verdicts?.comparison.runs.entities.entities[estimate.entity].kind == kind
            else { continue }
            return "  [provisional: \(estimate.verdict.rawValue)]"
        }
        return ""
    }
}

/// The columns of a comparison's tables, as many as there is room for.
private struct DiffColumns {
    /// Width of the first column.
    let first: Int
    let hasShares: Bool
    let hasTotals: Bool
    private let bars: Int
    private let largest: UInt64

    /// Columns for changes of at most `largest`.
    init(_ style: TerminalStyle, largest: UInt64) {
        let width = style.width ?? .max
        first = style.width == nil ? 18 : 13
        hasTotals = width >= 110
        hasShares = width >= 130
        bars = style.hasBars ? 11 : 0
        self.largest = largest
    }

    /// Characters in front of a name. Totals and shares are for functions only.
    func width(hasMore: Bool) -> Int {
        let more = (hasShares ? 15 : 0) + (hasTotals ? 24 : 0)
        return first + 13 + 13 + bars + 9 + (hasMore ? more : 0) + 2
    }

    func heading(of what: String, hasMore: Bool) -> String {
        var out = (what.isEmpty ? "before" : what + " before").leftPadded(first)
        out += "after".leftPadded(13) + "delta".leftPadded(13) + String(repeating: " ", count: bars)
        out += "%".leftPadded(9)
        if hasMore, hasShares { out += "share".leftPadded(15) }
        if hasMore, hasTotals { out += "total delta".leftPadded(15) + "%".leftPadded(9) }
        return out + "  "
    }

    /// A bar for a change, against the largest one.
    func bar(_ delta: Int64, _ style: TerminalStyle, _ meaning: TerminalStyle.Meaning) -> String {
        let share = largest == 0 ? 0 : Double(delta.magnitude) / Double(largest)
        return style.bar(share, meaning)
    }
}
