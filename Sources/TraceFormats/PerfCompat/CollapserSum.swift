#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import StackModel

/// A sum as Perl makes it: whole while it fits into 64 bits, floating from then on.
enum CollapserSum {
    case whole(UInt64)
    case floating(Double)

    /// The number that a string of digits reads as; 1 where Perl holds it for nothing said (`""` and `"0"`).
    init(period: ByteView?) {
        guard let period, !period.isEmpty, period != "0" else {
            self = .whole(1)
            return
        }
        var digits = period
        while digits.first == 0x30 { digits = digits.dropFirst(1) }
        if digits.isEmpty {
            self = .whole(0)
        } else if let value = digits.decimal {
            self = .whole(value)
        } else {
            self = .floating(Double(digits.text) ?? .infinity)
        }
    }

    /// Adds as Perl does: an overflowing sum becomes a floating one.
    mutating func add(_ other: CollapserSum) {
        if case .whole(let left) = self, case .whole(let right) = other {
            let (sum, overflow) = left.addingReportingOverflow(right)
            self = overflow ? .floating(Double(left) + Double(right)) : .whole(sum)
        } else {
            self = .floating(floating + other.floating)
        }
    }

    private var floating: Double {
        switch self {
        case .whole(let value): Double(value)
        case .floating(let value): value
        }
    }

    /// The digits that Perl prints: at most 15 of a floating sum.
    var text: String {
        switch self {
        case .whole(let value): return String(value)
        case .floating(let value):
            var buffer = [CChar](repeating: 0, count: 40)
            let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
            return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension ByteView {
    fileprivate static func != (left: ByteView, right: StaticString) -> Bool { !(left == right) }
}
