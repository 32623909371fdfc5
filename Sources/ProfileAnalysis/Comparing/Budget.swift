/// What runs may take, in one sentence: `function parse total p95 < 40 %`, `counter rss growth < 5 MiB/h`.
package struct Budget: Sendable, Hashable {
    /// What is limited.
    package enum Subject: Sendable, Hashable {
        /// The whole run.
        case total
        /// A function's self or total in a run.
        case function(String, EntityKind)
        /// The selves of all functions of a binary, library or file, by its base name.
        case module(String)
        /// The durations of all spans of a name.
        case span(String)
        /// A counter's readings.
        case counter(String)
    }

    /// Which figure of many values.
    package enum Statistic: Sendable, Hashable {
        case mean
        /// A part from 0 to 1.
        case quantile(Double)
        /// Growth an hour.
        case growth
    }

    /// A limit's unit.
    package enum Unit: String, Sendable {
        /// A part of the run's total.
        case share
        case nanoseconds
        case bytes
        /// The unit that the values have.
        case own
    }

    /// The sentence as it was written.
    package let text: String
    package let subject: Subject
    package let statistic: Statistic
    /// In `unit`; a share is a part, not percent.
    package let limit: Double
    package let unit: Unit
}

/// What became of a budget.
package struct BudgetVerdict: Sendable {
    /// How the figure lies to its limit.
    package enum Status: String, Sendable {
        /// The whole interval lies within the limit.
        case within
        /// The whole interval lies beyond it.
        case beyond
        /// The limit lies inside the interval.
        case inconclusive
        /// Fewer than three runs: nothing is ever failed.
        case provisional
    }

    package let budget: Budget
    package let status: Status
    /// In `unit`, as the limit: `share`, the value type's unit, a counter's unit an hour.
    package let figure: EstimatedFigure
    package let limit: Double
    package let unit: String
    package let runCount: Int
    /// What else is to be known.
    package let note: String?

    init(_ budget: Budget, _ figure: EstimatedFigure, limit: Double, unit: String, runCount: Int, note: String? = nil) {
        self.budget = budget
        self.figure = figure
        self.limit = limit
        self.unit = unit
        self.runCount = runCount
        self.note = note
        if runCount < 3 {
            status = .provisional
        } else if figure.interval.low > limit {
            status = .beyond
        } else {
            status = figure.interval.high <= limit ? .within : .inconclusive
        }
    }

    /// Whether the figure itself is beyond the limit, for certain or not.
    package var exceeds: Bool { figure.value > limit }
}
