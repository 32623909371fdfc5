import Glibc
import StackModel

/// How much one sample of a run weighs: what tells counting noise from a change.
///
/// A function that was hit by few heavy samples is known less well than one hit by many light ones. Where samples
/// differ in weight the variance of a sum is the sum of the squared weights; for samples of one weight that is
/// weight times sum.
package enum SampleWeight: Sendable {
    /// Exact figures, no samples: pstats, and whatever was measured as a whole.
    case exact
    /// Every sample weighs this much.
    case uniform(Double)
    /// A row stands for as many samples as the table says: single samples, or sums of them.
    case counted
    /// A row stands for as many samples as its value of another type says: pprof's `samples`.
    case countedBy(ValueTypeID)
    /// Sampled allocations (pprof's heap): an object of size s is seen with probability 1 - exp(-s / period).
    case allocation(space: ValueTypeID, objects: ValueTypeID, period: Double, countsObjects: Bool)

    /// What the samples of `selection` weigh in `profile`.
    package init(_ profile: Profile, _ selection: ValueSelection) {
        // Stacks that were made from a call graph are as exact as its figures: there are no samples to count.
        if profile.isCallGraph || profile.metadata.stackFidelity != .exact || profile.metadata.isMeasured {
            self = .exact
            return
        }
        guard case .type(let id) = selection else {
            self = .uniform(1)
            return
        }
        let type = profile.valueType(id)
        if let allocation = SampleWeight.allocation(profile, id, type) {
            self = allocation
        } else if let counts = SampleWeight.countType(profile), counts != id {
            self = .countedBy(counts)
        } else if type.unit == "count", !profile.metadata.derivesSampleCounts {
            self = .uniform(SampleWeight.commonUnit(profile, selection))
        } else {
            self = .counted
        }
    }

    /// The squared weights of row `row`, added up, where its values add up to `value`.
    @inline(__always)
    package func squares(_ profile: Profile, _ row: Int, _ value: Int64) -> Double {
        let sum = Double(value)
        switch self {
        case .exact: return 0
        case .uniform(let weight): return abs(sum) * weight
        case .counted: return sum * sum / Double(max(profile.samples.sampleCount(row), 1))
        case .countedBy(let type):
            let count = profile.samples.value(row, of: type) ?? 1
            return sum * sum / Double(max(count.magnitude, 1))
        case .allocation: return abs(sum) * allocationWeight(profile, row)
        }
    }

    private static func countType(_ profile: Profile) -> ValueTypeID? {
        guard case .wide = profile.samples.layout else { return nil }
        return profile.valueTypes.firstIndex { $0.name == "samples" && $0.unit == "count" }
            .map { ValueTypeID(row: $0 + 1) }
    }

    /// `alloc_space` and `alloc_objects`, `inuse_space` and `inuse_objects`: pairs that pprof's heap profiles have.
    private static func allocation(_ profile: Profile, _ id: ValueTypeID, _ type: ValueType) -> SampleWeight? {
        guard case .wide = profile.samples.layout, let period = profile.metadata.period, period > 1,
            profile.metadata.periodType?.unit == "bytes", let kind = type.name.split(separator: "_").first
        else { return nil }
        func find(_ suffix: String, _ unit: String) -> ValueTypeID? {
            profile.valueTypes.firstIndex(of: ValueType(name: kind + suffix, unit: unit))
                .map { ValueTypeID(row: $0 + 1) }
        }
        guard let space = find("_space", "bytes"), let objects = find("_objects", "count"), id == space || id == objects
        else { return nil }
        return .allocation(space: space, objects: objects, period: Double(period), countsObjects: id == objects)
    }

    private func allocationWeight(_ profile: Profile, _ row: Int) -> Double {
        guard case .allocation(let space, let objects, let period, let countsObjects) = self,
            let bytes = profile.samples.value(row, of: space), let count = profile.samples.value(row, of: objects),
            bytes > 0, count > 0
        else { return 1 }
        let size = Double(bytes) / Double(count)
        let seen = -expm1(-size / period)
        return (countsObjects ? 1 : size) / max(seen, 1e-12)
    }

    /// 1; or, where every value is a multiple of one large number, that number: folded text often carries periods.
    private static func commonUnit(_ profile: Profile, _ selection: ValueSelection) -> Double {
        var common: UInt64 = 0
        profile.forEachValue(selection) { _, value in
            if common != 1 { common = greatestCommonDivisor(common, value.magnitude) }
        }
        return common >= 1000 ? Double(common) : 1
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
