import ProfileAnalysis
import StackModel

/// How often a comparison of runs in which nothing changed would cry wolf.
package enum SelfTestExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "self-test", summary: "how often comparisons of repeats of one program would cry wolf", subjects: [.traces],
        detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let profiles) = subject else { return }
        let report = SelfTestReport(test: try SelfTest(profiles, options.selfTest))
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text()) }
    }
}

/// A self-test as lines and as JSON.
private struct SelfTestReport {
    let test: SelfTest

    // MARK: Lines

    func text() -> String {
        var out = "\(test.runCount) runs of one program (\(test.valueType.name)), dealt \(test.deals) times to"
        out += " \(test.runsPerSide) before and \(test.runsPerSide) after (seed \(test.options.seed));"
        out += " nothing changed, so every report is a false alarm\n\n"
        out += row("method", "false alarms", "95 % interval", "functions named", "largest change")
        for outcome in test.outcomes { out += row(outcome) }
        out += "\n\(judgement)\n"
        if test.deals < test.options.deals { out += "there are no more ways to deal these runs; record more\n" }
        out += "deals share runs, so the intervals are somewhat too narrow\n"
        return out
    }

    private func row(_ outcome: SelfTest.Outcome) -> String {
        guard let alarms = outcome.alarms else {
            return row(outcome.method.rawValue, "-", "-", "-", "the figures are exact: nothing to count")
        }
        let interval = Binomial.interval(alarms, of: test.deals)
        let perDeal = Double(outcome.reported) / Double(max(test.deals, 1))
        let largest = outcome.largest.isEmpty ? "-" : points(OrderStatistics.median(outcome.largest))
        return row(
            outcome.method.rawValue, "\(alarms) (\(HumanValue.percent(Double(alarms) / Double(max(test.deals, 1)))))",
            "\(HumanValue.percent(interval.low)) to \(HumanValue.percent(interval.high))",
            HumanValue.fixed(perDeal, 1) + " a comparison",
            largest == "-" ? largest : largest + " (median)")
    }

    private func row(_ cells: String...) -> String {
        let widths = [19, 16, 18, 20, 0]
        let line = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }

    private var judgement: String {
        let noise = HumanValue.percent(OrderStatistics.median(test.runVariations))
        let runs = "functions differ by \(noise) from run to run beyond what sampling explains (median of the deals)"
        guard test.runsPerSide >= 3 else { return runs + "; fewer than three runs a side are always provisional" }
        let alarms = test.outcomes.first { $0.method == .verdicts }?.alarms ?? 0
        let rate = Double(alarms) / Double(max(test.deals, 1))
        let promised = "at most \(HumanValue.percent(test.options.comparison.alpha)) were promised"
        let isKept = rate <= test.options.comparison.alpha
        return "\(runs); \(promised), and \(isKept ? "kept" : "not kept")"
    }

    private func points(_ part: Double) -> String { HumanValue.fixed(part * 100, 2) + " points" }

    // MARK: JSON

    /// The object of schema `stacksift.self_test/1`.
    func json() -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.self_test/1")
        json.member("value_type", test.valueType.name)
        json.member("unit", test.valueType.unit)
        json.member("runs", Int64(test.runCount))
        json.member("runs_per_side", Int64(test.runsPerSide))
        json.member("deals", Int64(test.deals))
        json.member("seed", String(test.options.seed))
        json.member("alpha", test.options.comparison.alpha)
        json.member("tau", OrderStatistics.median(test.runVariations))
        json.key("methods")
        json.open("[")
        for outcome in test.outcomes { add(outcome, to: &json) }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func add(_ outcome: SelfTest.Outcome, to json: inout JSONText) {
        let interval = outcome.alarms.map { Binomial.interval($0, of: test.deals) }
        json.newline()
        json.open("{")
        json.member("method", outcome.method.rawValue)
        json.member("alarms", outcome.alarms.map { Int64($0) })
        json.member("rate", outcome.alarms.map { Double($0) / Double(max(test.deals, 1)) })
        json.member("rate_lo", interval?.low)
        json.member("rate_hi", interval?.high)
        json.member("reported", Int64(outcome.reported))
        json.member("largest_median", outcome.largest.isEmpty ? nil : OrderStatistics.median(outcome.largest))
        json.close("}")
    }
}
