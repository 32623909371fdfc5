import StackModel

/// Collects output bytes and hands them on in large pieces, so that no exporter holds a whole output in memory.
package struct ByteSink: ~Copyable {
    private var buffer: [UInt8] = []
    private let flushTo: ([UInt8]) throws -> Void
    private var failure: (any Error)?

    /// A sink that gives pieces of about 64 KiB to `flushTo`.
    package init(flushTo: @escaping ([UInt8]) throws -> Void) {
        self.flushTo = flushTo
        buffer.reserveCapacity(1 << 17)
    }

    /// Adds bytes.
    package mutating func write(_ bytes: ByteView) {
        bytes.append(to: &buffer)
        flushIfFull()
    }

    /// Adds bytes.
    package mutating func write(_ bytes: [UInt8]) {
        buffer.append(contentsOf: bytes)
        flushIfFull()
    }

    /// Adds text.
    package mutating func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        flushIfFull()
    }

    /// Adds one byte.
    package mutating func write(byte: UInt8) { buffer.append(byte) }

    /// Adds a number in decimal digits.
    package mutating func write(_ number: Int64) {
        buffer.append(decimal: number)
        flushIfFull()
    }

    private mutating func flushIfFull() {
        if buffer.count >= 1 << 16 { flush() }
    }

    private mutating func flush() {
        guard failure == nil, !buffer.isEmpty else { return }
        do { try flushTo(buffer) } catch { failure = error }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Hands on what is left; throws what went wrong at any time.
    package mutating func finish() throws {
        flush()
        if let failure { throw failure }
    }
}

extension [UInt8] {
    /// Appends a number in decimal digits.
    mutating func append(decimal number: Int64) {
        if number < 0 { append(0x2D) }
        var rest = number.magnitude
        var low = count
        repeat {
            append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        // Turned round by hand: a slice would be a copy.
        var high = count - 1
        while low < high {
            swapAt(low, high)
            (low, high) = (low + 1, high - 1)
        }
    }
}
