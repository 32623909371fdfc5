import ProfileAnalysis
import ProfileExport
import StackModel

/// The traces of a profile, as they were read and as their sum.
struct LoadedProfile {
    /// nil where nobody needs it.
    var sum: Profile?
    var runs: Int
    /// Each trace by itself; empty where nobody needs that.
    var traces: [Profile]

    /// Puts value types that two sides have in different units into one, and gives what is to be said of that.
    static func unifyUnits(_ base: inout LoadedProfile, _ other: inout LoadedProfile) -> [String] {
        let (before, after) = (base, other)
        let runs = base.traces.count
        if let left = base.sum, let right = other.sum {
            let sums = unifyingUnits([left, right])
            (base.sum, other.sum) = (sums[0], sums[1])
        }
        let traces = unifyingUnits(base.traces + other.traces)
        (base.traces, other.traces) = (Array(traces.prefix(runs)), Array(traces.dropFirst(runs)))
        return notes(before, base, "before") + notes(after, other, "after")
    }

    /// A line for each value type that has another unit now than it had.
    private static func notes(_ old: LoadedProfile, _ new: LoadedProfile, _ side: String) -> [String] {
        let (old, new) = (old.valueTypes, new.valueTypes)
        return old.filter { !new.contains($0) }.map { type in
            let unit = new.first { $0.meets(type) }?.unit ?? type.unit
            return "note: \(type.name)/\(type.unit) of the traces \(side) is counted in \(unit) [merge.unit]"
        }
    }

    private var valueTypes: [ValueType] {
        var types: [ValueType] = []
        for profile in traces + [sum].compactMap({ $0 }) {
            for type in profile.valueTypes where !types.contains(type) { types.append(type) }
        }
        return types
    }
}

/// A comparison, and how many runs each side has.
struct LoadedDiff {
    /// The sums of the sides; nil where nobody needs them.
    var diff: ProfileDiff?
    /// The runs of the sides, tested; nil where the plan asks for no test.
    var comparison: Comparison?
    var before: LoadedProfile
    var after: LoadedProfile

    var runsBefore: Int { before.runs }
    var runsAfter: Int { after.runs }

    /// Each run of both sides, for reports.
    var sides: [ReportSide] {
        [ReportSide(name: "before", runs: before.traces), ReportSide(name: "after", runs: after.traces)]
    }

    /// What an output is made of. JSON is a contract: its figures are raw sums however many runs there are, and what
    /// the test says stands beside them.
    func subject(for form: ExportDescriptor, asJSON: Bool) -> ExportSubject? {
        let isPlain = diff != nil && (asJSON || max(runsBefore, runsAfter) == 1) && form.subjects.contains(.diff)
        if let comparison, form.subjects.contains(.comparison), !isPlain { return .comparison(comparison) }
        return diff.map { .diff($0, runsBefore: runsBefore, runsAfter: runsAfter) }
    }
}
