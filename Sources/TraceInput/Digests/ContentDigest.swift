import StackModel

/// The SHA-256 of bytes that come in pieces.
package final class ContentDigest {
    private let library: LibCrypto
    private let context: OpaquePointer

    /// A digest of no bytes yet; throws where the system has no libcrypto.
    package init() throws(TraceError) {
        guard let library = LibCrypto.shared, let context = library.makeContext(),
            library.begin(context, library.sha256(), nil) == 1
        else {
            throw TraceError(
                code: "digest.libcrypto", at: SourceLocation(file: "libcrypto.so.3"),
                expected: "the system's libcrypto", found: "none", advice: "install it: apt-get install libssl3")
        }
        self.library = library
        self.context = context
    }

    deinit { library.freeContext(context) }

    /// Takes more bytes in.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count > 0 { _ = library.update(context, bytes.baseAddress, bytes.count) }
    }

    /// The digest as 64 hexadecimal digits; nothing can be taken in any more.
    package func finish() -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 32
        _ = library.finish(context, &bytes, &count)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest of a whole file as it lies.
    package static func file(_ path: String) throws(TraceError) -> String {
        let digest = try ContentDigest()
        let source = try FileSource(path: path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return digest.finish() }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// A source whose bytes are taken into a digest as they pass.
package final class DigestingSource: ByteSource {
    private let upstream: any ByteSource
    private let digest: ContentDigest

    /// Watches `upstream`.
    package init(_ upstream: any ByteSource, _ digest: ContentDigest) {
        self.upstream = upstream
        self.digest = digest
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        let count = try upstream.read(into: buffer)
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }
}
