#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A window on bytes that somebody else owns: valid only until its owner reads on, grows or goes.
///
/// Parsers work on whole-window operations (find, hash, equal, copy), each with one bounds check, because a
/// checked loop over single bytes costs 1.65 times as much. docs/decisions/0001 says why this is not `RawSpan`,
/// 0010 why it is public.
public struct ByteView {
    @usableFromInline let base: UnsafePointer<UInt8>
    /// How many bytes the window shows.
    public let count: Int

    /// Wraps memory that outlives every use of this view.
    @inlinable
    public init(base: UnsafePointer<UInt8>, count: Int) {
        precondition(count >= 0)
        self.base = base
        self.count = count
    }

    /// A window of no bytes.
    public static var empty: ByteView { ByteView(literal: "") }

    /// The bytes of a string literal, which live as long as the process.
    public init(literal: StaticString) {
        self.init(base: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// Whether the window shows nothing.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The byte at `index`, which must be inside the window.
    @inlinable
    public subscript(index: Int) -> UInt8 {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base[index]
        }
    }

    /// The part `start ..< end`, which must lie inside the window.
    @inlinable
    @inline(__always)
    public func slice(_ start: Int, _ end: Int) -> ByteView {
        precondition(start >= 0 && start <= end && end <= count)
        return ByteView(base: base + start, count: end - start)
    }

    /// The part from `start` to the end.
    @inlinable
    @inline(__always)
    public func dropFirst(_ start: Int) -> ByteView { slice(start, count) }

    /// The first `end` bytes.
    @inlinable
    @inline(__always)
    public func prefix(_ end: Int) -> ByteView { slice(0, end) }

    /// The last byte, if there is one.
    @inlinable public var last: UInt8? { count > 0 ? base[count - 1] : nil }

    /// The first byte, if there is one.
    @inlinable public var first: UInt8? { count > 0 ? base[0] : nil }

    /// Runs `body` on a view of a string's UTF-8 bytes.
    public static func withBytes<Result>(of text: String, _ body: (ByteView) -> Result) -> Result {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return body(.empty) }
            return body(ByteView(base: base, count: bytes.count))
        }
    }

    /// Runs `body` on a view of an array's bytes.
    public static func withBytes<Result>(of bytes: [UInt8], _ body: (ByteView) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return body(.empty) }
            return body(ByteView(base: base, count: buffer.count))
        }
    }

    /// The bytes as text; invalid UTF-8 reads as U+FFFD.
    public var text: String { String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }

    /// Runs `body` on the memory that the window shows, for a codec.
    package func withMemory<Failure: Error>(_ body: (UnsafePointer<UInt8>) throws(Failure) -> Void) throws(Failure) {
        try body(base)
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// Copies the bytes to the end of `target`.
    @inlinable
    public func append(to target: inout [UInt8]) {
        target.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
    }

    /// Copies the bytes to the start of `target`, which has room for them.
    public func copy(to target: UnsafeMutableRawBufferPointer) {
        precondition(count <= target.count)
        target.copyMemory(from: UnsafeRawBufferPointer(start: base, count: count))
    }
}

extension ByteView {
    /// What stands after the last slash or backslash.
    public var baseName: ByteView {
        let slash = lastIndex(of: 0x2F) ?? -1
        let backslash = lastIndex(of: 0x5C) ?? -1
        return dropFirst(max(slash, backslash) + 1)
    }
}
