import StackModel

/// The value type that several profiles are compared by, as each of them knows it.
package struct CommonSelection: Sendable {
    package let valueType: ValueType
    /// By profile.
    package let selections: [ValueSelection]

    /// The type that `value` names; without a name the first profile's default, or the first type that all have.
    package init(_ profiles: [Profile], value: String?) throws(DiffError) {
        guard let first = profiles.first else { throw DiffError(description: "error: expected a trace, found none") }
        var wanted: [ValueType] = []
        if let selection = try? first.selection(named: value) { wanted.append(first.valueType(of: selection)) }
        if value == nil { wanted += first.valueTypes }
        for type in wanted {
            let found = profiles.compactMap { $0.selection(of: type) }
            if found.count == profiles.count {
                valueType = type
                selections = found
                return
            }
        }
        let lists = profiles.map { profile in
            "\n  \(profile.metadata.sources.first ?? ""): \(profile.valueTypeNames.joined(separator: ", "))"
        }
        throw DiffError(
            description: "error: expected a value type that all traces have, found none [diff.types]\(lists.joined())"
                + "\n  name one with --value")
    }
}

extension Profile {
    /// The selection with exactly this name and unit, if the profile has it.
    fileprivate func selection(of type: ValueType) -> ValueSelection? {
        let named = (try? selection(named: "\(type.name)/\(type.unit)")) ?? (try? selection(named: type.name))
        guard let named, valueType(of: named) == type else { return nil }
        return named
    }
}
