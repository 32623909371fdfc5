import StackModel

/// Turns UTF-16 with a byte order mark, as Windows' shells write redirected text, into UTF-8.
///
/// Halves of surrogate pairs that stand alone, and a last odd byte, become U+FFFD.
final class UTF16Source: ByteSource {
    private let upstream: any ByteSource
    private let isLittleEndian: Bool
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// Bytes of `input` that have been read, and those of them that have been decoded.
    private var filled = 0
    private var decoded = 0
    private var isAtEnd = false
    /// UTF-8 that did not fit into the caller's buffer.
    private var rest: [UInt8] = []
    private var isFirst = true

    init(_ upstream: any ByteSource, isLittleEndian: Bool) {
        self.upstream = upstream
        self.isLittleEndian = isLittleEndian
    }

    deinit { input.deallocate() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        var count = 0
        while count == 0, buffer.count > 0 {
            if rest.isEmpty, try !decodeMore() { return 0 }
            count = min(buffer.count, rest.count)
            buffer.copyBytes(from: rest[..<count])
            rest.removeFirst(count)
        }
        return count
    }

    /// Decodes what can be decoded of the next piece; false at the end.
    private func decodeMore() throws(TraceError) -> Bool {
        guard try fill() else { return false }
        while let unit = nextUnit() {
            if isFirst {
                isFirst = false
                if unit == 0xFEFF { continue }
            }
            if let scalar = Unicode.Scalar(unit) {
                append(scalar)
            } else if unit < 0xDC00, let low = peekUnit(), low >= 0xDC00, low < 0xE000 {
                decoded += 2
                let code = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                append(Unicode.Scalar(code) ?? "\u{FFFD}")
            } else {
                append("\u{FFFD}")
            }
        }
        return true
    }

    /// Moves what is not decoded yet to the front and reads on; false where nothing is left to decode.
    private func fill() throws(TraceError) -> Bool {
        for index in decoded..<filled { input[index - decoded] = input[index] }
        filled -= decoded
        decoded = 0
        while !isAtEnd, filled < 4 {
            let count = try upstream.read(into: UnsafeMutableRawBufferPointer(rebasing: input[filled...]))
            if count == 0 { isAtEnd = true }
            filled += count
        }
        return filled > 0
    }

    /// The next code unit; nil where the piece has no more, or holds half of a surrogate pair and goes on.
    private func nextUnit() -> UInt16? {
        guard let unit = peekUnit() else {
            guard isAtEnd, decoded < filled else { return nil }
            decoded = filled
            return 0xD800
        }
        let isHigh = unit >= 0xD800 && unit < 0xDC00
        if isHigh, filled - decoded < 4, !isAtEnd { return nil }
        decoded += 2
        return unit
    }

    private func peekUnit() -> UInt16? {
        guard filled - decoded >= 2 else { return nil }
        let first = UInt16(input[decoded])
        let second = UInt16(input[decoded + 1])
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }

    private func append(_ scalar: Unicode.Scalar) {
        UTF8.encode(scalar)?.forEach { rest.append($0) }
    }
}
