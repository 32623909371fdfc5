import ProfileAnalysis
import StackModel

/// The parts of sentences that reports of a comparison are made of.
enum ComparisonWords {
    /// A part as a signed percentage: `+12.3 %`.
    static func percent(_ part: Double, digits: Int = 1) -> String {
        guard part.isFinite else { return part > 0 ? "+∞ %" : "?" }
        let text = HumanValue.fixed(part * 100, digits)
        return (part > 0 && !text.allSatisfy({ "0.".contains($0) }) ? "+" : "") + text + " %"
    }

    /// An interval of signed percentages: `[+8.1 %, +17.9 %]`; of ratios when `ratios` says so.
    static func interval(_ interval: Interval, ratios: Bool = false) -> String {
        let shift = ratios ? 1.0 : 0
        return "[\(percent(interval.low - shift)), \(percent(interval.high - shift))]"
    }

    /// A small probability: `0.031`, `3e-05`.
    static func probability(_ value: Double) -> String {
        guard value > 0, value < 0.001 else { return HumanValue.fixed(value, 3) }
        var exponent = 0
        var digit = value
        while digit < 1, exponent < 320 {
            digit *= 10
            exponent += 1
        }
        let leading = Int(digit.rounded())
        let (figure, power) = leading == 10 ? (1, exponent - 1) : (leading, exponent)
        return "\(figure)e-\(power < 10 ? "0" : "")\(power)"
    }

    /// A value of a comparison with its unit.
    static func value(_ value: Double, unit: String) -> String {
        HumanValue.text(Int64(exactly: value.rounded()) ?? (value < 0 ? .min : .max), unit: unit)
    }

    /// `1 run`, `5 runs`.
    static func count(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
}

extension Comparison {
    /// `score_order (self)`, without anything that a terminal would obey.
    func label(_ entity: Int) -> String {
        let entity = runs.entities.entities[entity]
        return "\(HumanValue.visible(runs.functions.name(entity.group).text)) (\(entity.kind.rawValue))"
    }

    /// Names of entities, at most `limit` of them, each function once.
    func names(_ entities: [EntityEstimate], limit: Int) -> String {
        var names: [String] = []
        for estimate in entities {
            let group = runs.entities.entities[estimate.entity].group
            let name = HumanValue.visible(runs.functions.name(group).text)
            if !names.contains(name) { names.append(name) }
        }
        let rest = names.count - limit
        return names.prefix(limit).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension ComparisonWarning {
    /// The warning as a sentence that says what to do.
    package var words: String {
        switch self {
        case .provisional(let before, let after, let noiseRuns):
            let source = noiseRuns.map { "taken from \($0) other runs" } ?? "not measured"
            let single = "run-to-run noise is \(source)"
            let runs = min(before, after) == 1 ? single : "\(before) and \(after) runs are too few"
            return "\(runs); record 5 runs a side or more, alternating"
        case .recordedInBlocks:
            return "one side was recorded before the other, so that drift of the machine looks like a change;"
                + " record the sides in turns"
        case .drift(let part):
            return "runs change by \(ComparisonWords.percent(part)) from each to the next, whatever their side"
        case .droppedRuns(let sources):
            return "left out as unlike the other runs of their side: \(sources.joined(separator: ", "))"
        case .fewStableFunctions:
            return "fewer than five functions are in all runs to scale by; shares of the total were compared"
        case .dominantFunction(let name, let share):
            return
                "\(name) takes \(HumanValue.fixed(share * 100, 0)) % of everything: where each run does the same work,"
                + " --norm none (or units) tells its change from that of all others"
        case .wallClock:
            return "cProfile's timer is wall time unless told otherwise, and waits of a busy machine count in it;"
                + " cProfile.Profile(time.process_time) measures CPU time"
        case .estimatedStacks:
            return "causes rest on stacks that are estimated from the caller table"
        }
    }
}
