/// A unit of memory or of time by its size: what a value type's or a label's unit is worth in bytes or nanoseconds.
package struct MeasureUnit: Hashable, Sendable {
    /// What can be converted into each other.
    package enum Dimension: Sendable {
        case memory
        case time
    }

    package let dimension: Dimension
    /// How it is written behind a number: `kB`, `ms`.
    package let symbol: String
    /// How many bytes or nanoseconds one is.
    package let size: Int64

    private let names: [String]

    /// The units that pprof knows (internal/measurement/measurement.go) and minutes, smallest first. Kilo is 1024.
    package static let all: [MeasureUnit] = [
        MeasureUnit(.memory, "B", ["b", "byte"], 1),
        MeasureUnit(.memory, "kB", ["kb", "kib", "kbyte", "kilobyte"], 1 << 10),
        MeasureUnit(.memory, "MB", ["mb", "mib", "mbyte", "megabyte"], 1 << 20),
        MeasureUnit(.memory, "GB", ["gb", "gib", "gbyte", "gigabyte"], 1 << 30),
        MeasureUnit(.memory, "TB", ["tb", "tib", "tbyte", "terabyte"], 1 << 40),
        MeasureUnit(.memory, "PB", ["pb", "pib", "pbyte", "petabyte"], 1 << 50),
        MeasureUnit(.time, "ns", ["ns", "nanosecond"], 1),
        MeasureUnit(.time, "us", ["us", "μs", "µs", "microsecond"], 1000),
        MeasureUnit(.time, "ms", ["ms", "millisecond"], 1_000_000),
        MeasureUnit(.time, "s", ["s", "sec", "second"], 1_000_000_000),
        MeasureUnit(.time, "min", ["min", "minute"], 60_000_000_000),
        MeasureUnit(.time, "hrs", ["hr", "hour"], 3_600_000_000_000),
    ]

    private init(_ dimension: Dimension, _ symbol: String, _ names: [String], _ size: Int64) {
        self.dimension = dimension
        self.symbol = symbol
        self.names = names
        self.size = size
    }

    /// The unit of that name, in upper or lower case, singular or plural; nil for all others, `count` too.
    package init?(_ name: String) {
        var singular = name.lowercased()
        if singular.utf8.count > 2, singular.hasSuffix("s") { singular.removeLast() }
        guard let found = MeasureUnit.all.first(where: { $0.names.contains(singular) }) else { return nil }
        self = found
    }
}

extension ValueType {
    /// What values of this type are multiplied by to be values of `other`; nil where the names differ, the units have
    /// nothing in common, or `other` is the coarser one.
    func factor(to other: ValueType) -> Int64? {
        guard name == other.name else { return nil }
        if unit == other.unit { return 1 }
        guard let mine = MeasureUnit(unit), let theirs = MeasureUnit(other.unit), mine.dimension == theirs.dimension,
            mine.size >= theirs.size
        else { return nil }
        return mine.size / theirs.size
    }

    /// The one with the smaller unit, of two that meet; the first of equals.
    func finer(_ other: ValueType) -> ValueType { (factor(to: other) ?? 1) > 1 ? other : self }

    /// Whether values of both can be put into the unit of one of them.
    package func meets(_ other: ValueType) -> Bool { factor(to: other) != nil || other.factor(to: self) != nil }
}
