import StackModel

/// One row of sums: a value and the number of its samples, each as what is there and with what is below.
struct SeriesSums: Equatable {
    var own: Int64 = 0
    var total: Int64 = 0
    var ownSamples: Int64 = 0
    var totalSamples: Int64 = 0

    /// Whether anything was measured there.
    var hasOwn: Bool { own != 0 || ownSamples != 0 }

    /// Whether anything was measured there or below.
    var hasAny: Bool { hasOwn || total != 0 || totalSamples != 0 }

    /// Adds what is below.
    mutating func addBelow(_ callee: SeriesSums) {
        total = total.addingSaturated(callee.total)
        totalSamples = totalSamples.addingSaturated(callee.totalSamples)
    }
}

/// The values of a profile that have a series in the store.
struct StoredSeries {
    var id: Int64
    var value: StoredValue
    /// The derived type that counts the samples of the value.
    var samples: StoredValue?
}

extension BulkInsert {
    /// The columns of `SeriesSums` in the tables of sums.
    static let sumColumns = ["self", "below", "self_samples", "below_samples"]

    /// Adds the sums to the row and closes it.
    mutating func endRow(_ sums: SeriesSums) throws(StoreError) {
        push(sums.own)
        push(sums.total.subtractingSaturated(sums.own))
        push(sums.ownSamples)
        push(sums.totalSamples.subtractingSaturated(sums.ownSamples))
        try endRow()
    }
}
