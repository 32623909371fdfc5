/// Dates as people write them into labels.
enum ISODate {
    /// Nanoseconds since 1970 of `2026-11-24`, `2026-11-24T21:00`, `2026-11-24T21:00:05.25+01:00`; without a zone it
    /// is UTC. Nil where the text is no date.
    static func nanoseconds(_ text: String) -> Int64? {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.take("-"), let month = scanner.number(digits: 2),
            scanner.take("-"), let day = scanner.number(digits: 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var seconds = days(year, month, day) * 86_400
        var nanoseconds: Int64 = 0
        if scanner.take("T") || scanner.take(" ") {
            guard let hour = scanner.number(digits: 2), scanner.take(":"), let minute = scanner.number(digits: 2),
                hour < 25, minute < 60
            else { return nil }
            seconds += hour * 3600 + minute * 60
            if scanner.take(":") {
                guard let second = scanner.number(digits: 2), second < 61 else { return nil }
                seconds += second
                if scanner.take(".") { nanoseconds = scanner.fraction() }
            }
            guard let zone = scanner.zone() else { return nil }
            seconds -= zone
        }
        guard scanner.isAtEnd else { return nil }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : product.addingReportingOverflow(nanoseconds).partialValue
    }

    /// Days from 1970-01-01 in the Gregorian calendar; years are counted from March, so that a leap day ends one.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
            position += 1
            return true
        }

        mutating func number(digits: Int) -> Int64? {
            guard position + digits <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[position..<(position + digits)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            position += digits
            return value
        }

        /// Digits after the point as nanoseconds; those beyond the ninth are cut off.
        mutating func fraction() -> Int64 {
            var value: Int64 = 0
            var scale: Int64 = 100_000_000
            while let digit = number(digits: 1) {
                value += digit * scale
                scale /= 10
            }
            return value
        }

        /// Seconds east of UTC; 0 where nothing is said.
        mutating func zone() -> Int64? {
            if isAtEnd || take("Z") { return 0 }
            let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hour = number(digits: 2) else { return nil }
            _ = take(":")
            guard let minute = isAtEnd ? 0 : number(digits: 2) else { return nil }
            return sign * (hour * 3600 + minute * 60)
        }
    }
}
