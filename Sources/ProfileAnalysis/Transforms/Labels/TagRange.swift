import StackModel

/// A range of numbers with units, as pprof's tag filters take it: `32kb`, `:64kb`, `4mb:`, `12kb:64mb`; ends belong.
///
/// Rules of pprof's internal/driver/driver_focus.go: units of time are alike and units of memory are alike; a label
/// of no such unit is compared by its bare number. Beyond pprof, a bound without a unit is compared with the bare
/// number whatever the label's unit, so that `bytes=1024` finds 1024 bytes.
struct TagRange: Hashable, Sendable {
    private let low: Int64?
    private let high: Int64?
    private let lowUnit: TagUnit
    private let highUnit: TagUnit

    /// Reads a range; nil when the text is none, and so a regular expression.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, text != ":", !text.isEmpty,
            let low = TagRange.bound(first), let high = TagRange.bound(last)
        else { return nil }
        // An end that is left away has the unit of the other.
        let known = low.number == nil ? high.unit : low.unit
        guard low.number == nil || high.number == nil || low.unit.kind == high.unit.kind else { return nil }
        self.low = low.number
        self.high = high.number
        lowUnit = low.number == nil ? known : low.unit
        highUnit = high.number == nil ? known : high.unit
    }

    /// Whether a label's number lies inside.
    func contains(_ number: Int64, unit: String) -> Bool {
        let own = TagUnit(unit)
        if lowUnit.kind != .bare, own.kind != .bare, own.kind != lowUnit.kind { return false }
        let isScaled = own.kind == lowUnit.kind
        let value = Double(number) * (isScaled ? own.size : 1)
        let lowest = low.map { Double($0) * (isScaled ? lowUnit.size : 1) } ?? -.infinity
        let highest = high.map { Double($0) * (isScaled ? highUnit.size : highUnit.size / lowUnit.size) } ?? .infinity
        return value >= lowest && value <= highest
    }

    /// A number and its unit; a number of nil for an end that is left away; nil when it is neither.
    private static func bound(_ text: Substring) -> (number: Int64?, unit: TagUnit)? {
        if text.isEmpty { return (nil, TagUnit("")) }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "+" || $0 == "-") }
        let unit = text.dropFirst(digits.count)
        guard let number = Int64(digits), unit.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        return (number, TagUnit(String(unit)))
    }
}
