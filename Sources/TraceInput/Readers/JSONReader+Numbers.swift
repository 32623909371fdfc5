import StackModel

extension JSONReader {
    /// The next value as a whole number; `3.0` and `3e2` are whole, any other fraction is an error.
    package mutating func integer() throws(TraceError) -> Int64 {
        if let value = shortInteger() { return value }
        let start = position
        let word = try numberWord()
        if let value = word.signedDecimal { return value }
        guard let value = Double(word.text), let whole = Int64(exactly: value) else {
            position = start
            throw broken("a whole number of at most 64 bits", word.prefix(min(word.count, 30)).text)
        }
        return whole
    }

    /// The next value as a number.
    package mutating func number() throws(TraceError) -> Double {
        if let value = shortInteger() { return Double(value) }
        let start = position
        let word = try numberWord()
        guard let value = Double(word.text), value.isFinite else {
            position = start
            throw broken("a number", word.prefix(min(word.count, 30)).text)
        }
        return value
    }

    /// Adds all whole numbers of the array that comes next, at one go.
    package mutating func integers(into values: inout [Int64]) throws(TraceError) {
        var more = try open(.array)
        let (first, known) = (position, values.count)
        while more {
            position = bytes.numbersBeforeCommas(from: position, into: &values)
            values.append(try integer())
            if values.count - known == ByteView.numbersAtOnce + 1 { reserve(&values, since: first, known) }
            more = try self.more(.array)
        }
    }

    /// Makes room for a long list by what its first numbers took.
    private func reserve(_ values: inout [Int64], since first: Int, _ known: Int) {
        guard let end = bytes.firstIndex(of: 0x5D, from: position) else { return }
        let left = (end - position) / max((position - first) / max(values.count - known, 1), 1)
        values.reserveCapacity(values.count + left + left / 16)
    }

    /// Adds all numbers of the array that comes next, at one go.
    package mutating func numbers(into values: inout [Double]) throws(TraceError) {
        var more = try open(.array)
        while more {
            values.append(try number())
            more = try self.more(.array)
        }
    }

    /// The next value where it is a whole number of at most 18 digits, which nearly all are; else nil, and the reader
    /// stands at the value.
    @inline(__always)
    private mutating func shortInteger() -> Int64? {
        skipSpace()
        var index = position
        let isNegative = index < bytes.count && bytes[index] == 0x2D
        if isNegative { index &+= 1 }
        let firstDigit = index
        let limit = min(bytes.count, index &+ 18)
        var value: Int64 = 0
        while index < limit {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            index &+= 1
        }
        guard index > firstDigit, index < bytes.count else { return nil }
        let next = bytes[index]
        if next &- 0x30 < 10 || next == 0x2E || next | 0x20 == 0x65 { return nil }
        if bytes[firstDigit] == 0x30, index &- firstDigit > 1 { return nil }
        position = index
        return isNegative ? 0 &- value : value
    }

    /// The bytes of the next value, a number: `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?`.
    mutating func numberWord() throws(TraceError) -> ByteView {
        guard try kind() == .number else { throw broken("a number", found()) }
        let start = position
        if bytes[position] == 0x2D { position += 1 }
        let isZero = position < bytes.count && bytes[position] == 0x30
        let whole = bytes.decimalDigits(from: position)
        guard whole == 1 || whole > 1 && !isZero else { throw broken("a number", found()) }
        position += whole
        if position < bytes.count, bytes[position] == 0x2E {
            position += 1
            try passDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == 0x65 {
            position += 1
            if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D { position += 1 }
            try passDigits()
        }
        return bytes.slice(start, position)
    }

    private mutating func passDigits() throws(TraceError) {
        let digits = bytes.decimalDigits(from: position)
        guard digits > 0 else { throw broken("a digit", found()) }
        position += digits
    }
}
