import StackModel

/// Numbers as people and servers print them, read without floating point.
extension ByteView {
    /// The whole window as a decimal number, in units of 10 to the power of minus `digits`; what lies beyond them is
    /// rounded. Nil when it is no plain decimal number (no exponent, no blanks), or beyond 64 bits.
    func fixedPoint(_ digits: Int) -> Int64? {
        var index = 0
        let isNegative = first == 0x2D
        if isNegative || first == 0x2B { index = 1 }
        var magnitude: UInt64 = 0
        var seen = 0
        var fractionDigits = -1
        var roundsUp = false
        while index < count {
            let byte = self[index]
            index += 1
            if byte == 0x2E, fractionDigits < 0 {
                fractionDigits = 0
                continue
            }
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            seen += 1
            if fractionDigits >= digits {
                if fractionDigits == digits { roundsUp = digit >= 5 }
                fractionDigits += 1
                continue
            }
            if fractionDigits >= 0 { fractionDigits += 1 }
            guard let longer = magnitude.appendingDigit(digit) else { return nil }
            magnitude = longer
        }
        guard seen > 0 else { return nil }
        for _ in max(fractionDigits, 0)..<max(digits, fractionDigits, 0) where fractionDigits < digits {
            guard let longer = magnitude.appendingDigit(0) else { return nil }
            magnitude = longer
        }
        if roundsUp { magnitude = magnitude == .max ? magnitude : magnitude + 1 }
        guard let value = Int64(exactly: magnitude) else { return nil }
        return isNegative ? 0 - value : value
    }

    /// The whole window as a number with commas between groups of digits; a fraction is rounded. Nil when it is none.
    var groupedDecimal: Int64? {
        guard firstIndex(of: 0x2C) != nil else { return fixedPoint(0) }
        var plain: [UInt8] = []
        plain.reserveCapacity(count)
        for index in 0..<count where self[index] != 0x2C { plain.append(self[index]) }
        return ByteView.withBytes(of: plain) { $0.fixedPoint(0) }
    }
}

extension UInt64 {
    /// The number with one more decimal digit at its end; nil beyond 64 bits.
    fileprivate func appendingDigit(_ digit: UInt8) -> UInt64? {
        let (product, overflowed) = multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
        return overflowed || carried ? nil : sum
    }
}

extension Double {
    /// The nearest whole number of 64 bits: the limit beyond them, 0 for what is no number.
    var nearestInt64: Int64 {
        if isNaN { return 0 }
        return Int64(exactly: rounded()) ?? (self < 0 ? .min : .max)
    }
}
