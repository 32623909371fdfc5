import ProfileAnalysis
import StackModel

/// All that an export can count: the value types of a profile, as pprof has them in every sample.
///
/// Sample counts that the model derives are written out in front, as Go does with `samples/count`: other tools can
/// not derive them. Every stored value type follows under its own name.
struct ValueColumns {
    /// Name and unit of each column, and what of the profile it holds.
    let types: [ValueType]
    let selections: [ValueSelection]
    /// The column that a reader shows first.
    let defaultIndex: Int?

    /// The columns of `profile`; those who do not ask for one see `selection`.
    init(_ profile: Profile, showing selection: ValueSelection) {
        var selections: [ValueSelection] = []
        if profile.metadata.derivesSampleCounts {
            let counted = profile.samples.layout == .long ? profile.valueTypeIDs : [profile.defaultValueType]
            selections = counted.map { .sampleCount(of: $0) }
            selections.removeAll { profile.valueTypes.contains(profile.valueType(of: $0)) }
        }
        selections += profile.valueTypeIDs.map { .type($0) }
        self.selections = selections
        types = selections.map { profile.valueType(of: $0) }
        defaultIndex = selections.firstIndex(of: selection)
    }

    /// How many of the first columns a reader can take for numbers of samples, not for values of their own: one for
    /// each value type, or one for the only or default one.
    var countedTypes: Int {
        let stored = selections.filter { if case .type = $0 { true } else { false } }.count
        let counted = selections.count - stored
        return counted == stored || counted == 1 ? counted : 0
    }

    /// The name for `default_sample_type`; nil where readers would take it for another column of the same name.
    var defaultName: String? {
        guard let defaultIndex, types.firstIndex(where: { $0.name == types[defaultIndex].name }) == defaultIndex else {
            return nil
        }
        return types[defaultIndex].name
    }

    /// Whether the columns are all values of a row of the sample table, as they stand there.
    func areRows(of profile: Profile) -> Bool {
        profile.samples.layout != .long && selections == profile.valueTypeIDs.map { .type($0) }
    }

    /// The value of one sum in one column; `rows` are its rows in the sample table.
    func value(_ rows: ArraySlice<Int>, of profile: Profile, column: Int) -> Int64 {
        if rows.count == 1, profile.samples.layout != .long, case .type(let id) = selections[column] {
            return profile.samples.values[rows[rows.startIndex] &* profile.samples.width &+ (id.row &- 1)]
        }
        var sum: Int64 = 0
        for row in rows {
            switch selections[column] {
            case .type(let id): sum = sum.addingSaturated(profile.samples.value(row, of: id) ?? 0)
            case .sampleCount(let id):
                guard profile.samples.value(row, of: id) != nil else { continue }
                sum = sum.addingSaturated(profile.samples.sampleCount(row))
            }
        }
        return sum
    }
}
