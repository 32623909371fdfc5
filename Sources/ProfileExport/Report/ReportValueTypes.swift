import ProfileAnalysis
import StackModel

/// What all runs of a report measure.
struct ReportValueTypes {
    let types: [ValueType]
    /// The one that is shown first.
    let chosen: Int
    /// By run: the selection of each type.
    let selections: [[ValueSelection]]

    /// What `runs` have in common; throws where that is nothing, or not what `value` asks for.
    init(_ runs: [Profile], value: String?) throws {
        let offers = runs.map(ReportValueTypes.offers)
        let types = (offers.first ?? []).map(\.type).filter { type in
            offers.allSatisfy { offer in offer.contains { $0.type == type } }
        }
        guard let first = runs.first, !types.isEmpty else { throw NothingInCommon(asked: nil) }
        let wanted = first.valueType(of: try first.selection(named: value))
        if value != nil, !types.contains(wanted) { throw NothingInCommon(asked: value) }
        self.types = types
        chosen = types.firstIndex(of: wanted) ?? 0
        selections = offers.map { offer in
            types.compactMap { type in offer.first { $0.type == type }?.selection }
        }
    }

    /// The value types of a run, and the number of samples where that may be asked for.
    private static func offers(_ run: Profile) -> [(type: ValueType, selection: ValueSelection)] {
        var selections = run.valueTypeIDs.map { ValueSelection.type($0) }
        if run.metadata.derivesSampleCounts { selections.append(.sampleCount(of: run.defaultValueType)) }
        return selections.map { (run.valueType(of: $0), $0) }
    }
}
