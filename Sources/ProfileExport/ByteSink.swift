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
        var length = 1
        var tenth = rest / 10
        while tenth > 0 {
            length += 1
            tenth /= 10
        }
        append(contentsOf: repeatElement(0x30, count: length))
        var place = count
        repeat {
            place -= 1
            tenth = rest / 10
            self[place] = UInt8(truncatingIfNeeded: 0x30 + (rest - tenth * 10))
            rest = tenth
        } while rest > 0
    }
}
