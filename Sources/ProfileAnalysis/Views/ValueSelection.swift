import StackModel

/// What a view adds up: a stored value type, or the number of samples.
package enum ValueSelection: Hashable, Sendable {
    /// The values of one value type.
    case type(ValueTypeID)
    /// The number of samples of one value type (perf: of one event), derived and never stored.
    case sampleCount(of: ValueTypeID)

    /// The value type whose samples are taken in.
    package var valueType: ValueTypeID {
        switch self {
        case .type(let id), .sampleCount(let id): id
        }
    }
}

/// A value type was asked for that the profile does not have.
package struct UnknownValueType: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name that was asked for.
    package let asked: String
    /// The names that there are.
    package let available: [String]

    package var description: String {
        let list = available.isEmpty ? "none" : available.joined(separator: ", ")
        return "expected --value to be one of the profile's value types (\(list)), found \"\(asked)\""
    }
}

extension Profile {
    /// What `name` asks for, in the words of `--value`; the default value type when it is nil.
    ///
    /// `samples` and `samples:EVENT` count samples where the format allows it; `cpu` is an alias of pstats' `time`.
    package func selection(named name: String?) throws(UnknownValueType) -> ValueSelection {
        guard let name else {
            if defaultValueType.isNone { throw UnknownValueType(asked: "(default)", available: []) }
            return .type(defaultValueType)
        }
        if let index = valueTypes.firstIndex(where: { $0.name == name || "\($0.name)/\($0.unit)" == name }) {
            return .type(ValueTypeID(row: index + 1))
        }
        if metadata.derivesSampleCounts {
            if name == "samples" { return .sampleCount(of: defaultValueType) }
            if name.hasPrefix("samples:"),
                let index = valueTypes.firstIndex(where: { $0.name == name.dropFirst("samples:".count) })
            {
                return .sampleCount(of: ValueTypeID(row: index + 1))
            }
        }
        if name == "cpu", isCallGraph { return .type(defaultValueType) }
        throw UnknownValueType(asked: name, available: valueTypeNames)
    }

    /// Every name that `--value` takes for this profile.
    package var valueTypeNames: [String] {
        var names = valueTypes.map(\.name)
        if metadata.derivesSampleCounts { names.append("samples") }
        return names
    }

    /// Name and unit of a selection.
    package func valueType(of selection: ValueSelection) -> ValueType {
        switch selection {
        case .type(let id): return valueType(id)
        case .sampleCount(let id):
            let name = id == defaultValueType ? "samples" : "samples:\(valueType(id).name)"
            return ValueType(name: name, unit: "count")
        }
    }

    /// Calls `body` with the row and value of every sample row that a selection takes in.
    @inline(__always)
    package func forEachValue(_ selection: ValueSelection, _ body: (_ row: Int, _ value: Int64) -> Void) {
        switch selection {
        case .type(let id):
            for row in 0..<samples.count {
                if let value = samples.value(row, of: id) { body(row, value) }
            }
        case .sampleCount(let id):
            for row in 0..<samples.count where samples.value(row, of: id) != nil {
                body(row, samples.sampleCount(row))
            }
        }
    }

    /// The sum of a selection and how many samples it has; for a call graph the sum over its functions.
    package func total(_ selection: ValueSelection) -> (value: Int64, samples: Int64) {
        var sum: Int64 = 0
        var count: Int64 = 0
        if isCallGraph {
            for row in 0..<callGraph.functionCount {
                let figures = callGraph.function(row).figures
                sum = sum.addingSaturated(values(figures, selection).own)
            }
            return (sum, 0)
        }
        forEachValue(selection) { row, value in
            sum = sum.addingSaturated(value)
            count = count.addingSaturated(samples.sampleCount(row))
        }
        return (sum, count)
    }

    /// Self and total of one function, or of one edge's callee, of a call graph.
    ///
    /// Calls are all the function's own; a sampler's dump has, in their place, the samples at the function and the
    /// samples at it or below.
    package func values(_ figures: FunctionFigures, _ selection: ValueSelection) -> (own: Int64, total: Int64) {
        guard selection == callsSelection else { return (figures.selfTime, figures.totalTime) }
        return (countsCalls ? figures.calls : figures.primitiveCalls, figures.calls)
    }

    /// Whether a call graph's counts are calls; those of a sampler's dump are samples.
    package var countsCalls: Bool { valueTypes.count < 2 || valueTypes[1].name != "samples" }

    /// The selection of a call graph's number of calls, its second value type.
    package var callsSelection: ValueSelection { .type(ValueTypeID(2)) }
}
