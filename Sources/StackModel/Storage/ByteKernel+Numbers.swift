/// Numbers, eight bytes at a time.
extension ByteView {
    /// How many numbers `numbersBeforeCommas` adds at most in one call.
    public static let numbersAtOnce = 120

    /// Adds the decimal numbers from `start` on, each at once followed by a comma as compact lists have them, and gives
    /// where the first value stands that was not added: one behind `numbersAtOnce` others, the last of a list, a
    /// fraction, one with blanks before its comma, one of more than 15 digits, or what is no number at all.
    public func numbersBeforeCommas(from start: Int, into values: inout [Int64]) -> Int {
        precondition(start >= 0 && start <= count)
        return withUnsafeTemporaryAllocation(of: Int64.self, capacity: ByteView.numbersAtOnce) { room in
            var index = start
            var filled = 0
            while filled < room.count, let (value, end) = numberBeforeComma(from: index) {
                room[filled] = value
                filled &+= 1
                index = end &+ 1
            }
            values.append(contentsOf: room[..<filled])
            return index
        }
    }

    /// The number of at most 15 digits from `start` on, and where its comma stands.
    @inline(__always)
    private func numberBeforeComma(from start: Int) -> (value: Int64, comma: Int)? {
        guard start &+ 17 <= count else { return nil }
        let isNegative = base[start] == 0x2D
        let first = isNegative ? start &+ 1 : start
        let word = UInt64(littleEndian: load(first)) ^ ByteView.zeros
        var length = ByteView.decimalDigits(in: word)
        var value: UInt64
        if length < 8 {
            if length == 0 || base[first] == 0x30 && length > 1 { return nil }
            value = ByteView.decimal(word << UInt64(truncatingIfNeeded: 64 &- 8 &* length))
        } else {
            guard base[first] != 0x30, first &+ 16 < count else { return nil }
            value = ByteView.decimal(word)
            let next = UInt64(littleEndian: load(first &+ 8)) ^ ByteView.zeros
            let more = ByteView.decimalDigits(in: next)
            if more == 8 { return nil }
            if more > 0 {
                let low = ByteView.decimal(next << UInt64(truncatingIfNeeded: 64 &- 8 &* more))
                for _ in 0..<more { value &*= 10 }
                value &+= low
            }
            length &+= more
        }
        guard base[first &+ length] == 0x2C else { return nil }
        let number = Int64(truncatingIfNeeded: value)
        return (isNegative ? 0 &- number : number, first &+ length)
    }

    /// Eight digits `0`.
    @inlinable
    @inline(__always)
    static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// How many bytes of a word, from its lowest on, are 0 to 9.
    @inline(__always)
    private static func decimalDigits(in word: UInt64) -> Int {
        others(in: word).trailingZeroBitCount / 8
    }

    /// The top bit of each byte of a word that is not 0 to 9.
    @inlinable
    @inline(__always)
    static func others(in word: UInt64) -> UInt64 {
        (((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
    }

    /// The number that eight bytes of 0 to 9 make, the lowest being the first digit: pairs, then fours, then all.
    @inlinable
    @inline(__always)
    static func decimal(_ digits: UInt64) -> UInt64 {
        let pairs = (digits &* 2561) >> 8 & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 6_553_601) >> 16 & 0x0000_FFFF_0000_FFFF
        return (fours &* 42_949_672_960_001) >> 32
    }

    /// The eight bytes from `start` on as a number, the lowest byte first.
    @inlinable
    @inline(__always)
    public func littleEndian64(at start: Int) -> UInt64 {
        precondition(start >= 0 && start &+ 8 <= count)
        return UInt64(littleEndian: load(start))
    }

    /// The four bytes from `start` on as a number, the lowest byte first.
    @inlinable
    @inline(__always)
    public func littleEndian32(at start: Int) -> UInt32 {
        precondition(start >= 0 && start &+ 4 <= count)
        return UInt32(littleEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt32.self))
    }

    /// The number that the digits before `end` make, where there are 1 to 16 of them, and where they begin; else nil.
    @inlinable
    @inline(__always)
    public func number(before end: Int) -> (value: UInt64, start: Int)? {
        precondition(end >= 0 && end <= count)
        guard end >= 16 else { return slowNumber(before: end) }
        let word = UInt64(littleEndian: load(end &- 8)) ^ ByteView.zeros
        let digits = ByteView.lastDecimalDigits(in: word)
        guard digits < 8 else { return longNumber(ByteView.decimal(word), before: end &- 8) }
        guard digits > 0 else { return nil }
        return (ByteView.decimal(ByteView.last(digits, of: word)), end &- digits)
    }

    /// The number of which the eight bytes from `end` on are the lower half.
    @inline(never)
    @usableFromInline
    func longNumber(_ low: UInt64, before end: Int) -> (value: UInt64, start: Int)? {
        let word = UInt64(littleEndian: load(end &- 8)) ^ ByteView.zeros
        let digits = ByteView.lastDecimalDigits(in: word)
        if digits == 8, end > 8, base[end &- 9] &- 0x30 < 10 { return nil }
        let high = digits == 0 ? 0 : ByteView.decimal(ByteView.last(digits, of: word))
        return (high &* 100_000_000 &+ low, end &- digits)
    }

    /// The number before `end`, which is near the beginning.
    @inline(never)
    @usableFromInline
    func slowNumber(before end: Int) -> (value: UInt64, start: Int)? {
        var (value, factor): (UInt64, UInt64) = (0, 1)
        var start = end
        while start > 0, base[start &- 1] &- 0x30 < 10 {
            start &-= 1
            value &+= UInt64(base[start] &- 0x30) &* factor
            factor &*= 10
        }
        return start < end ? (value, start) : nil
    }

    /// How many bytes of a word, from its highest on, are 0 to 9.
    @inlinable
    @inline(__always)
    static func lastDecimalDigits(in word: UInt64) -> Int { others(in: word).leadingZeroBitCount / 8 }

    /// The `count` highest bytes of a word, one at least, with those below them 0.
    @inlinable
    @inline(__always)
    static func last(_ count: Int, of word: UInt64) -> UInt64 {
        word & (UInt64.max &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count))
    }

    /// The number that the digits at the end make, where there are 1 to 16 of them behind a blank or a tab, and where they
    /// begin; else nil.
    @inlinable
    @inline(__always)
    public var lastWholeNumber: (value: Int64, start: Int)? {
        guard let (value, start) = number(before: count), start > 0,
            base[start &- 1] == 0x20 || base[start &- 1] == 0x09
        else { return nil }
        return (Int64(truncatingIfNeeded: value), start)
    }

    /// How many of the last eight bytes, from the last one back, are hexadecimal digits in lower case; 0 where there are
    /// fewer than eight, or one of them is no ASCII.
    @inlinable
    @inline(__always)
    public var lastHexDigits: Int {
        guard count >= 8 else { return 0 }
        let word = UInt64(littleEndian: load(count &- 8))
        guard word & 0x8080_8080_8080_8080 == 0 else { return 0 }
        let others = ~ByteView.hexDigits(in: word) & 0x8080_8080_8080_8080
        return others.leadingZeroBitCount / 8
    }

    /// The first eight bytes as a number that is ordered as they are; 0 for each that is missing.
    public var sortingPrefix: UInt64 {
        if count >= 8 { return UInt64(bigEndian: load(0)) }
        var prefix: UInt64 = 0
        for index in 0..<8 { prefix = prefix << 8 | (index < count ? UInt64(base[index]) : 0) }
        return prefix
    }

    /// The number of seven bits a byte, lowest first, at `start`, and where it ends, where it takes at most four bytes
    /// and eight can be read; else nil.
    @inlinable
    @inline(__always)
    public func shortVarint(at start: Int) -> (value: UInt32, end: Int)? {
        precondition(start >= 0)
        guard start &+ 8 <= count else { return nil }
        let word = UInt64(littleEndian: load(start))
        let bits = (~word & 0x8080_8080).trailingZeroBitCount &+ 1
        guard bits <= 32 else { return nil }
        let bytes = UInt32(truncatingIfNeeded: word) & (UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- bits))
        let low = bytes & 0x7F | bytes &>> 1 & 0x3F80
        return (low | bytes &>> 2 & 0x1F_C000 | bytes &>> 3 & 0xFE0_0000, start &+ bits &>> 3)
    }

    /// The number of seven bits a byte, lowest first, at `start`, and where it ends; nil where `end` comes first, or it
    /// has more than 64 bits.
    public func varint(at start: Int, before end: Int) -> (value: UInt64, end: Int)? {
        precondition(start >= 0 && end <= count)
        // What nearly every number is.
        if let short = shortVarint(at: start), short.end <= end { return (UInt64(short.value), short.end) }
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var index = start
        while index < end, shift < 64 {
            let byte = base[index]
            index &+= 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return (value, index) }
            shift &+= 7
        }
        return nil
    }
}
