import StackModel

/// The value types that traces bring along, to say which of them do not come through as they were.
struct ValueTypeTally {
    private struct Row {
        let type: ValueType
        var traces: Int
        let first: String
    }

    private static let shown = 8
    private var rows: [Row] = []
    private var traces = 0

    /// Takes note of a trace.
    mutating func add(_ profile: Profile) {
        traces += 1
        for type in profile.offeredTypes {
            if let row = rows.firstIndex(where: { $0.type == type }) {
                rows[row].traces += 1
            } else {
                rows.append(Row(type: type, traces: 1, first: profile.metadata.sources.first ?? ""))
            }
        }
    }

    /// A line for each type that has another unit in `result`, or is not in it.
    func notes(for result: Profile) -> [String] {
        let kept = result.offeredTypes
        let changed = rows.filter { !kept.contains($0.type) }
        let lines = changed.prefix(ValueTypeTally.shown).map { row in
            let words = "note: \(row.type.name)/\(row.type.unit)"
            let place = "\(row.traces) of \(traces) traces (first \(row.first))"
            if let type = kept.first(where: { $0.meets(row.type) }) {
                return "\(words) is counted in \(type.unit): in \(place) [merge.unit]"
            }
            return "\(words) is left out, not all traces have it: in \(place) [merge.type.dropped]"
        }
        let rest = changed.count - lines.count
        return rest > 0 ? lines + ["note: so are \(rest) other value types [merge.type.dropped]"] : lines
    }
}

extension Profile {
    /// All value types, derived numbers of samples too.
    fileprivate var offeredTypes: [ValueType] {
        metadata.derivesSampleCounts ? valueTypes + [ValueType(name: "samples", unit: "count")] : valueTypes
    }
}
