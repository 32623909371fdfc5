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

/// What a profile has to offer where several are added up.
struct ValueOffer {
    /// The stored value types, and the one whose number of samples is derived too; none where none is.
    let types: [ValueType]
    private let counted: ValueTypeID

    init(types: [ValueType], defaultType: ValueTypeID, derivesSampleCounts: Bool) {
        self.types = types
        counted = derivesSampleCounts ? defaultType : .none
    }

    init(_ profile: Profile) {
        self.init(
            types: profile.valueTypes, defaultType: profile.defaultValueType,
            derivesSampleCounts: profile.metadata.derivesSampleCounts)
    }

    /// The stored value types, as they are.
    var stored: [ValueSource] { types.indices.map { ValueSource(type: ValueTypeID(row: $0 + 1)) } }

    /// The stored value types, and behind them the number of samples where it is derived.
    fileprivate var all: [ValueSource] {
        counted.isNone ? stored : stored + [ValueSource(type: counted, countsSamples: true)]
    }

    /// Name and unit of what a source gives before it is scaled.
    fileprivate func type(_ source: ValueSource) -> ValueType {
        source.countsSamples ? ValueType(name: "samples", unit: "count") : types[source.type.row - 1]
    }
}

/// The value types that several profiles have in common, in the order of the first one.
///
/// Types meet by name. Units of time, or of memory, are unified to the finest among them (pprof's rule:
/// profile/merge.go and internal/measurement ScaleProfiles), so that no digit is lost; other units must be the same.
/// Where not all profiles derive the number of samples, those that do meet others' stored `samples/count` with it.
struct CommonValueTypes {
    private(set) var types: [ValueType] = []
    /// By profile and then by type.
    private(set) var sources: [[ValueSource]]

    /// What `profiles` have in common.
    init(_ profiles: [Profile]) {
        self.init(profiles.map { ValueOffer($0) }, allDerive: profiles.allSatisfy(\.metadata.derivesSampleCounts))
    }

    /// What profiles of these `offers` have in common.
    init(_ offers: [ValueOffer], allDerive: Bool) {
        sources = offers.map { _ in [] }
        guard let first = offers.first else { return }
        for source in allDerive ? first.stored : first.all { add(first.type(source), of: offers) }
    }

    /// Adds `type` where all profiles have it in some unit.
    private mutating func add(_ type: ValueType, of offers: [ValueOffer]) {
        var found: [(source: ValueSource, type: ValueType)] = []
        for (offer, taken) in zip(offers, sources) {
            let left = offer.all.filter { source in !taken.contains { $0.isSame(as: source) } }
                .map { (source: $0, type: offer.type($0)) }
            guard let best = left.first(where: { $0.type == type }) ?? left.first(where: { $0.type.meets(type) })
            else { return }
            found.append(best)
        }
        let finest = found.reduce(type) { $0.finer($1.type) }
        guard !types.contains(finest) else { return }
        types.append(finest)
        for (index, best) in found.enumerated() {
            var source = best.source
            source.factor = best.type.factor(to: finest) ?? 1
            sources[index].append(source)
        }
    }
}

extension Profile {
    /// The stored value types, as they are.
    var storedSources: [ValueSource] { valueTypeIDs.map { ValueSource(type: $0) } }

    /// The columns of the sample table that `sources` take as they are; nil where anything is to be done with them.
    func plainColumns(of sources: [ValueSource]) -> [Int]? {
        guard samples.layout != .long, sources.allSatisfy({ !$0.countsSamples && $0.factor == 1 }) else { return nil }
        return sources.map { $0.type.row - 1 }
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
