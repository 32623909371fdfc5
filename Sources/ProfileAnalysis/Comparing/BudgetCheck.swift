import StackModel

/// Holds budgets against runs.
package struct BudgetCheck {
    private let profiles: [Profile]
    private let runs: ComparedRuns
    private let alpha: Double

    /// A check of the runs that `profiles` are, by the value type that `value` names.
    package init(_ profiles: [Profile], value: String?, alpha: Double = 0.05) throws(DiffError) {
        self.profiles = profiles
        self.alpha = alpha
        runs = try ComparedRuns(before: profiles, after: [], value: value)
    }

    /// The verdict on a budget; throws where its limit has another unit than the runs.
    package func verdict(_ budget: Budget) throws(DiffError) -> BudgetVerdict {
        switch budget.subject {
        case .total: try verdict(budget, of: runs.entities.runTotals)
        case .function(let name, let kind): try verdict(budget, of: sums(function: name, kind), named: name)
        case .module(let name): try verdict(budget, of: sums(module: name), named: name)
        case .span(let name): try spanVerdict(budget, name)
        case .counter(let name): try counterVerdict(budget, name)
        }
    }

    // MARK: Sums of runs

    private func verdict(
        _ budget: Budget, of sums: [Double]?, named name: String? = nil
    ) throws(DiffError) -> BudgetVerdict {
        let isShare = budget.unit == .share
        let limit = isShare ? budget.limit : try self.limit(budget, in: runs.valueType.unit)
        let sums = sums ?? profiles.map { _ in 0 }
        let values = isShare ? zip(sums, runs.entities.runTotals).map { $1 > 0 ? $0 / $1 : 0 } : sums
        let note = sums.allSatisfy { $0 == 0 } ? name.map { "no run has \($0)" } : nil
        return BudgetVerdict(
            budget, figure(budget.statistic, values), limit: limit, unit: isShare ? "share" : runs.valueType.unit,
            runCount: values.count, note: note)
    }

    private func figure(_ statistic: Budget.Statistic, _ values: [Double]) -> EstimatedFigure {
        switch statistic {
        case .mean, .growth: SeriesIntervals.mean(values, alpha: alpha)
        // Each end by itself holds with 1 - alpha: five runs, as they are advised, can then be beyond a median.
        case .quantile(let part): SeriesIntervals.quantile(values, part, alpha: 2 * alpha)
        }
    }

    /// By run, what functions of that name took together; nil where there is none.
    private func sums(function name: String, _ kind: EntityKind) -> [Double]? {
        let groups = (0..<Int32(runs.functions.count)).filter { runs.functions.name($0).text == name }
        // A function that calls nothing is known by its self alone.
        let entities = groups.compactMap { group in
            [Entity(kind, group), Entity(.own, group)].lazy.compactMap { runs.entities.entities.firstIndex(of: $0) }
                .first
        }
        return sums(entities)
    }

    private func sums(module name: String) -> [Double]? {
        sums(
            runs.entities.indices(of: .own).filter { index in
                let group = runs.entities.entities[index].group
                return runs.functions.place(group) == name || runs.functions.baseName(group) == name
            })
    }

    private func sums(_ entities: [Int]) -> [Double]? {
        if entities.isEmpty { return nil }
        return profiles.indices.map { run in entities.reduce(0) { $0 + runs.entities.sum($1, run) } }
    }

    // MARK: Spans and counters

    private func spanVerdict(_ budget: Budget, _ name: String) throws(DiffError) -> BudgetVerdict {
        let limit = try limit(budget, in: "nanoseconds")
        let durations = profiles.map { profile in
            (0..<profile.spans.count).map { profile.spans[$0] }
                .filter { profile.strings.text($0.name) == name }.map { Double($0.duration) }
        }
        let all = durations.flatMap { $0 }
        guard !all.isEmpty else { throw missing("a span", name) }
        let isEnough = durations.allSatisfy { !$0.isEmpty } && durations.count >= 3
        // The spans of one run have its noise in common, so that runs are what is counted.
        let figure: EstimatedFigure
        if case .quantile(let part) = budget.statistic {
            let perRun = durations.map { OrderStatistics.quantile($0, part) }
            figure =
                isEnough
                ? SeriesIntervals.mean(perRun, alpha: alpha) : SeriesIntervals.quantile(all, part, alpha: alpha)
        } else {
            figure = SeriesIntervals.mean(isEnough ? durations.map(\.mean) : all, alpha: alpha)
        }
        return BudgetVerdict(
            budget, figure, limit: limit, unit: "nanoseconds", runCount: durations.count { !$0.isEmpty },
            note: "\(all.count) spans")
    }

    private func counterVerdict(_ budget: Budget, _ name: String) throws(DiffError) -> BudgetVerdict {
        var unit: String?
        var lines: [Trendline] = []
        for profile in profiles {
            guard let counter = profile.counters.counters.firstIndex(where: { $0.name == name }) else { continue }
            unit = unit ?? profile.counters.counters[counter].unit
            let readings = (0..<profile.counters.count).map { profile.counters[$0] }
                .filter { $0.counter == counter }.sorted { $0.time < $1.time }
            let hours = readings.map { (Double($0.time) - Double(readings[0].time)) / 3600e9 }
            if let line = Trendline(hours, readings.map { Double($0.value) }) { lines.append(line) }
        }
        guard let unit, let first = lines.first else { throw missing("three readings of a counter", name) }
        let figure =
            lines.count >= 3
            ? SeriesIntervals.mean(lines.map(\.slope), alpha: alpha) : first.figure(alpha: alpha)
        return BudgetVerdict(
            budget, figure, limit: try limit(budget, in: unit), unit: unit + "/h", runCount: lines.count)
    }

    // MARK: Units

    private static let nanoseconds: [String: Double] = [
        "nanoseconds": 1, "microseconds": 1e3, "milliseconds": 1e6, "seconds": 1e9,
    ]

    /// A budget's limit in the unit that values have.
    private func limit(_ budget: Budget, in unit: String) throws(DiffError) -> Double {
        switch budget.unit {
        case .own, .share: return budget.limit
        case .nanoseconds: if let size = BudgetCheck.nanoseconds[unit] { return budget.limit / size }
        case .bytes: if unit == "bytes" { return budget.limit }
        }
        throw DiffError(
            description: "error: expected a limit in \(unit), found \(budget.unit.rawValue) in \"\(budget.text)\""
                + " [check.budget]")
    }

    private func missing(_ what: String, _ name: String) -> DiffError {
        DiffError(description: "error: expected \(what) called \"\(name)\" in the runs, found none [check.budget]")
    }
}
