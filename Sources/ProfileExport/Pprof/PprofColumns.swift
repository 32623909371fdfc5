import ProfileAnalysis
import StackModel

/// The sample types of an exported profile.
///
/// Sample counts that the model derives are written out in front, as Go does with `samples/count`: other tools can
/// not derive them. Every stored value type follows under its own name.
struct PprofColumns {
    /// Name and unit of each column, and what of the profile it holds.
    let types: [ValueType]
    private let selections: [ValueSelection]
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

    /// The name for `default_sample_type`; nil where readers would take it for another column of the same name.
    var defaultName: String? {
        guard let defaultIndex, types.firstIndex(where: { $0.name == types[defaultIndex].name }) == defaultIndex else {
            return nil
        }
        return types[defaultIndex].name
    }

    /// The values of one sum, column by column.
    func add(_ rows: ArraySlice<Int>, of profile: Profile, to values: inout [Int64]) {
        for (column, selection) in selections.enumerated() {
            var sum: Int64 = 0
            for row in rows {
                switch selection {
                case .type(let id): sum = sum.addingSaturated(profile.samples.value(row, of: id) ?? 0)
                case .sampleCount(let id):
                    guard profile.samples.value(row, of: id) != nil else { continue }
                    sum = sum.addingSaturated(profile.samples.sampleCount(row))
                }
            }
            values[column] = sum
        }
    }
}
