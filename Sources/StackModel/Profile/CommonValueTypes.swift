/// Where a profile finds the values of a value type that it has in common with others.
struct ValueSource: Hashable, Sendable {
    /// The stored value type whose rows are taken.
    var type: ValueTypeID
    /// Whether what is taken of the rows is the number of their samples, and not their values.
    var countsSamples = false
    /// What values are multiplied by, to be in the common unit.
    var factor: Int64 = 1

    /// Whether both are the same column, whatever it is multiplied by.
    func isSame(as other: ValueSource) -> Bool { type == other.type && countsSamples == other.countsSamples }

    /// The value of a row; nil where the row belongs to another value type.
    @inline(__always)
    func value(_ samples: borrowing SampleTable, _ row: Int) -> Int64? {
        guard let value = samples.value(row, of: type) else { return nil }
        if countsSamples { return samples.sampleCount(row) }
        return factor == 1 ? value : value.multipliedSaturated(by: factor)
    }
}

/// The value types that several profiles have in common, in the order of the first one.
///
/// Types meet by name. Units of time, or of memory, are unified to the finest among them (pprof's rule:
/// profile/merge.go and internal/measurement ScaleProfiles), so that no digit is lost; other units must be the same.
/// Where not all profiles derive the number of samples, those that do meet others' stored `samples/count` with it.
package struct CommonValueTypes: Sendable {
    package private(set) var types: [ValueType] = []
    /// By profile and then by type.
    private(set) var sources: [[ValueSource]]

    /// What `profiles` have in common.
    package init(_ profiles: [Profile]) {
        sources = profiles.map { _ in [] }
        guard let first = profiles.first else { return }
        let allDerive = profiles.allSatisfy(\.metadata.derivesSampleCounts)
        for source in allDerive ? first.storedSources : first.offeredSources {
            add(first.offeredType(source), of: profiles)
        }
    }

    /// Adds `type` where all profiles have it in some unit.
    private mutating func add(_ type: ValueType, of profiles: [Profile]) {
        var found: [(source: ValueSource, type: ValueType)] = []
        for (profile, taken) in zip(profiles, sources) {
            let offers = profile.offeredSources.filter { offer in !taken.contains { $0.isSame(as: offer) } }
                .map { (source: $0, type: profile.offeredType($0)) }
            guard let offer = offers.first(where: { $0.type == type }) ?? offers.first(where: { $0.type.meets(type) })
            else { return }
            found.append(offer)
        }
        let finest = found.reduce(type) { $0.finer($1.type) }
        guard !types.contains(finest) else { return }
        types.append(finest)
        for (index, offer) in found.enumerated() {
            var source = offer.source
            source.factor = offer.type.factor(to: finest) ?? 1
            sources[index].append(source)
        }
    }
}

extension Profile {
    /// The stored value types, as they are.
    var storedSources: [ValueSource] { valueTypeIDs.map { ValueSource(type: $0) } }

    /// The stored value types, and behind them the number of samples where it is derived.
    fileprivate var offeredSources: [ValueSource] {
        guard metadata.derivesSampleCounts, !defaultValueType.isNone else { return storedSources }
        return storedSources + [ValueSource(type: defaultValueType, countsSamples: true)]
    }

    /// Name and unit of what a source gives before it is scaled.
    fileprivate func offeredType(_ source: ValueSource) -> ValueType {
        source.countsSamples ? ValueType(name: "samples", unit: "count") : valueType(source.type)
    }
}

extension Int64 {
    /// The product, held at the nearest limit where it does not fit.
    @inlinable
    package func multipliedSaturated(by other: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
