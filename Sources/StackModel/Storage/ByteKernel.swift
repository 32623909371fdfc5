#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whole-window operations: the few places where bytes are read without a check for each of them.
extension ByteView {
    /// The index of the first `byte` at or after `start`, or nil.
    @inlinable
    @inline(__always)
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        guard start < count, let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
    }

    /// The index of the last `byte` before `end` (the window's end when nil), or nil.
    @inlinable
    public func lastIndex(of byte: UInt8, before end: Int? = nil) -> Int? {
        var index = end ?? count
        precondition(index >= 0 && index <= count)
        while index > 0 {
            index -= 1
            if base[index] == byte { return index }
        }
        return nil
    }

    /// Whether both windows show the same bytes.
    @inlinable
    @inline(__always)
    public static func == (left: ByteView, right: ByteView) -> Bool {
        left.count == right.count && memcmp(left.base, right.base, left.count) == 0
    }

    /// Whether the window shows exactly the bytes of `literal`.
    @inlinable
    public static func == (left: ByteView, right: StaticString) -> Bool {
        left.count == right.utf8CodeUnitCount && memcmp(left.base, right.utf8Start, left.count) == 0
    }

    /// How many bytes both windows begin with.
    public func commonPrefix(with other: ByteView) -> Int {
        let limit = min(count, other.count)
        var index = 0
        while index &+ 8 <= limit {
            let difference = load(index) ^ other.load(index)
            if difference != 0 { return index &+ difference.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < limit, base[index] == other.base[index] { index &+= 1 }
        return index
    }

    /// Orders by bytes; a prefix comes before what it begins.
    public static func < (left: ByteView, right: ByteView) -> Bool {
        let order = memcmp(left.base, right.base, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
    }

    /// Whether the window begins with the bytes of `literal`.
    @inlinable
    public func hasPrefix(_ literal: StaticString) -> Bool {
        count >= literal.utf8CodeUnitCount && memcmp(base, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    /// Whether the window ends with the bytes of `literal`.
    @inlinable
    public func hasSuffix(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        return count >= length && memcmp(base + (count - length), literal.utf8Start, length) == 0
    }

    /// The index of the first place where `needle` stands at or after `start`, or nil.
    public func firstIndex(of needle: ByteView, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        guard let first = needle.first else { return start }
        var from = start
        while count - from >= needle.count, let found = firstIndex(of: first, from: from) {
            guard count - found >= needle.count else { return nil }
            if memcmp(base + found, needle.base, needle.count) == 0 { return found }
            from = found + 1
        }
        return nil
    }

    /// The index of the first byte at or after `start` that is neither a blank nor a tab (`count` when there is none).
    @inlinable
    @inline(__always)
    public func skipBlanks(from start: Int = 0) -> Int {
        precondition(start >= 0 && start <= count)
        var index = start
        while index < count, base[index] == 0x20 || base[index] == 0x09 { index += 1 }
        return index
    }

    /// The window without blanks, tabs and carriage returns at either end.
    @inlinable
    public var trimmed: ByteView {
        var start = 0
        var end = count
        while start < end, ByteView.isBlank(base[start]) { start += 1 }
        while end > start, ByteView.isBlank(base[end - 1]) { end -= 1 }
        return slice(start, end)
    }

    @usableFromInline
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// How many bytes from `start` on are hexadecimal digits (lower or upper case).
    @inlinable
    @inline(__always)
    public func hexDigits(from start: Int) -> Int {
        precondition(start >= 0 && start <= count)
        var index = start
        while index < count, ByteView.hexValue(base[index]) < 16 { index += 1 }
        return index - start
    }

    /// How many bytes from `start` on are decimal digits.
    @inlinable
    @inline(__always)
    public func decimalDigits(from start: Int) -> Int {
        precondition(start >= 0 && start <= count)
        var index = start
        while index < count, base[index] &- 0x30 < 10 { index += 1 }
        return index - start
    }

    /// The value of a hexadecimal digit, or 255.
    @inlinable
    @inline(__always)
    public static func hexValue(_ byte: UInt8) -> UInt8 {
        let digit = byte &- 0x30
        if digit < 10 { return digit }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : 255
    }

    /// The whole window as an unsigned decimal number; nil when empty, not all digits, or over 64 bits.
    @inlinable
    public var decimal: UInt64? {
        guard count > 0, count <= 20 else { return nil }
        var value: UInt64 = 0
        for index in 0..<count {
            let digit = base[index] &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            if overflowed || carried { return nil }
            value = sum
        }
        return value
    }

    /// The whole window as a decimal number with an optional minus sign; nil when it is none, or over 64 bits.
    public var signedDecimal: Int64? {
        guard let first else { return nil }
        guard first == 0x2D else { return decimal.flatMap { Int64(exactly: $0) } }
        guard let magnitude = dropFirst(1).decimal else { return nil }
        return magnitude == UInt64(Int64.max) + 1 ? .min : Int64(exactly: magnitude).map { -$0 }
    }

    /// The whole window as a hexadecimal number; nil when empty, not all hexadecimal, or over 64 bits.
    @inlinable
    public var hexadecimal: UInt64? {
        guard count > 0, count <= 16 else { return nil }
        var value: UInt64 = 0
        for index in 0..<count {
            let digit = ByteView.hexValue(base[index])
            guard digit < 16 else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// A 64-bit hash of the bytes, mixed eight at a time; `seed` differs for each process, so no file can aim at it.
    @inlinable
    @inline(__always)
    public func hash(seed: UInt64) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: count)
        var index = 0
        while index &+ 8 <= count {
            state = mix(state ^ load(index), 0x9E37_79B9_7F4A_7C15)
            index &+= 8
        }
        if count >= 8 {
            state = mix(state ^ load(count &- 8), 0xD6E8_FEB8_6659_FD93)
        } else {
            var tail: UInt64 = 0
            while index < count {
                tail = tail << 8 | UInt64(base[index])
                index &+= 1
            }
            state = mix(state ^ tail, 0xD6E8_FEB8_6659_FD93)
        }
        return state
    }

    /// The eight bytes from `start` on as one word, for hashes and comparisons.
    @inlinable
    @inline(__always)
    public func word(at start: Int) -> UInt64 {
        precondition(start >= 0 && start &+ 8 <= count)
        return load(start)
    }

    /// Whether the 16 bytes from `start` on are blanks and behind them at least one hexadecimal digit in lower case: a
    /// number as C's `%16x` prints it.
    @inlinable
    @inline(__always)
    public func isPaddedHexadecimal(at start: Int) -> Bool {
        precondition(start >= 0 && start &+ 16 <= count)
        let (low, high) = (UInt64(littleEndian: load(start)), UInt64(littleEndian: load(start &+ 8)))
        let lowBlanks = ByteView.bytes(equalTo: 0x20, in: low)
        let highBlanks = ByteView.bytes(equalTo: 0x20, in: high)
        let all: UInt64 = 0x8080_8080_8080_8080
        guard (low | high) & all == 0, ByteView.hexDigits(in: low) | lowBlanks == all,
            ByteView.hexDigits(in: high) | highBlanks == all, highBlanks >> 63 == 0
        else { return false }
        // Blanks come first: in the upper word only if the lower one is all blank, and in no word behind a digit.
        let blanks = highBlanks == 0 ? lowBlanks : highBlanks
        let filled = (blanks >> 7) &* 0xFF
        return filled & (filled &+ 1) == 0 && (highBlanks == 0 || lowBlanks == all)
    }

    /// The top bit of each byte of `word` (ASCII only) that is `byte`.
    @usableFromInline
    @inline(__always)
    static func bytes(equalTo byte: UInt8, in word: UInt64) -> UInt64 {
        let difference = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return ~(difference &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080
    }

    /// The top bit of each byte of `word` (ASCII only) that is a digit or one of `a` to `f`.
    @usableFromInline
    @inline(__always)
    static func hexDigits(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let digits = (word &+ ones &* 0x50) & ~(word &+ ones &* 0x46)
        let letters = (word &+ ones &* 0x1F) & ~(word &+ ones &* 0x19)
        return (digits | letters) & 0x8080_8080_8080_8080
    }

    @usableFromInline
    @inline(__always)
    func load(_ index: Int) -> UInt64 {
        UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
    }
}

/// Folds the 128-bit product of two words into one: the mixing step of every hash table here.
@inlinable
@inline(__always)
public func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}
