import ProfileAnalysis
import StackModel

/// What a report is about: the runs of one side, or of two sides that are compared.
package struct ReportSubject: Sendable {
    /// One or two; the one before comes first.
    package var sides: [ReportSide]
    /// The value type that is shown first; nil is the first run's own.
    package var value: String?
    /// The two sides side by side, with the test of their runs where there was one.
    package var diff: ProfileDiff?

    /// A report on `sides`.
    package init(sides: [ReportSide], value: String? = nil, diff: ProfileDiff? = nil) {
        self.sides = sides
        self.value = value
        self.diff = diff
    }

    /// The runs of all sides, and the side that each belongs to.
    var runs: [(side: Int, profile: Profile)] {
        sides.enumerated().flatMap { side in side.element.runs.map { (side.offset, $0) } }
    }
}

/// Runs that stand for one state of a program.
package struct ReportSide: Sendable {
    /// `profile`, `before` or `after`.
    package var name: String
    package var runs: [Profile]

    /// A side.
    package init(name: String, runs: [Profile]) {
        self.name = name
        self.runs = runs
    }
}

/// There is nothing that all runs of a report measure.
package struct NothingInCommon: Error, CustomStringConvertible {
    let asked: String?

    package var description: String {
        let what = asked.map { " \"\($0)\"" } ?? ""
        return "error: expected a value type\(what) that all traces have, found none [report.types]"
    }
}
