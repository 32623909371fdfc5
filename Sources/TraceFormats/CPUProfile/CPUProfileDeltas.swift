import StackModel
import TraceInput

/// Microseconds between samples as a file lists them: whole numbers as long as all of them are, which nearly all files
/// keep to, and which are exact.
struct CPUProfileDeltas {
    private var wholes: [Int64] = []
    /// All of them, from the first fraction on.
    private var fractions: [Double] = []

    /// No deltas.
    init() {}

    /// Deltas that need not be whole.
    init(_ fractions: [Double]) { self.fractions = fractions }

    /// Whether all are whole numbers.
    var areWhole: Bool { fractions.isEmpty }

    /// How many there are.
    var count: Int { areWhole ? wholes.count : fractions.count }

    /// How many of the first `limit` are below 0.
    func negatives(ofFirst limit: Int) -> Int {
        areWhole
            ? wholes.prefix(limit).reduce(0) { $1 < 0 ? $0 + 1 : $0 }
            : fractions.prefix(limit).reduce(0) { $1 < 0 ? $0 + 1 : $0 }
    }

    /// Adds the list that comes next.
    mutating func read(_ json: inout JSONReader) throws(TraceError) {
        if areWhole {
            let (start, known) = (json, wholes.count)
            do { return try json.integers(into: &wholes) } catch {
                // The same list as fractions; what is wrong with it beside these comes up again.
                json = start
                fractions = wholes.prefix(known).map(Double.init)
                wholes = []
            }
        }
        try json.numbers(into: &fractions)
    }

    /// A clock that is at `start` (in microseconds) before the first delta.
    func clock(from start: Double) -> Clock {
        guard areWhole, let whole = Int64(exactly: start) else { return Clock(deltas: self, fraction: start) }
        return Clock(deltas: self, whole: whole)
    }

    /// A clock that is moved on by one delta after the other.
    struct Clock {
        private let wholes: [Int64]
        private let fractions: [Double]
        private let isWhole: Bool
        private var whole: Int64 = 0
        private var fraction = 0.0

        fileprivate init(deltas: CPUProfileDeltas, whole: Int64) {
            wholes = deltas.wholes
            fractions = []
            isWhole = true
            self.whole = whole
        }

        fileprivate init(deltas: CPUProfileDeltas, fraction: Double) {
            wholes = []
            fractions = deltas.areWhole ? deltas.wholes.map(Double.init) : deltas.fractions
            isWhole = false
            self.fraction = fraction
        }

        /// Moves on by delta `index`, where there is one.
        @inline(__always)
        mutating func advance(_ index: Int) {
            if isWhole {
                if index < wholes.count { whole = whole.addingSaturated(wholes[index]) }
            } else if index < fractions.count {
                fraction += fractions[index]
            }
        }

        /// Nanoseconds, held at the limits of 64 bits.
        var nanoseconds: Int64 {
            @inline(__always) get {
                guard isWhole else { return CPUProfileDeltas.nanoseconds(fraction) }
                let (product, overflow) = whole.multipliedReportingOverflow(by: 1000)
                return overflow ? (whole < 0 ? .min : .max) : product
            }
        }
    }

    /// Microseconds in nanoseconds, held at the limits of 64 bits.
    static func nanoseconds(_ microseconds: Double) -> Int64 {
        Int64(saturating: (microseconds * 1000).rounded())
    }
}
