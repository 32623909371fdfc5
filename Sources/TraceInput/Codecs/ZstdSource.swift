import CZstd
import StackModel

/// Decompresses another source by zstd, frame after frame.
package final class ZstdSource: ByteSource {
    private let upstream: any ByteSource
    private let name: String
    private let stream: OpaquePointer
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private var position = 0
    private var filled = 0
    /// What zstd still wants: 0 at the end of a frame.
    private var wanted = 0

    /// A source of what `upstream` holds compressed; `name` is for messages.
    package init(_ upstream: any ByteSource, name: String) throws(TraceError) {
        self.upstream = upstream
        self.name = name
        guard let stream = ZSTD_createDStream() else {
            throw TraceError(
                code: "zstd.memory", at: SourceLocation(file: name), expected: "memory for zstd", found: "none")
        }
        self.stream = stream
        ZSTD_initDStream(stream)
    }

    deinit {
        ZSTD_freeDStream(stream)
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while output.pos == 0, buffer.count > 0 {
            if position == filled {
                filled = try upstream.read(into: input)
                position = 0
                if filled == 0 {
                    if wanted == 0 { return 0 }
                    throw broken("more zstd data", "the end of the file", "zstd.truncated")
                }
            }
            var source = ZSTD_inBuffer(src: input.baseAddress, size: filled, pos: position)
            wanted = ZSTD_decompressStream(stream, &output, &source)
            position = source.pos
            if ZSTD_isError(wanted) != 0 {
                throw broken("zstd data", String(cString: ZSTD_getErrorName(wanted)), "zstd.data")
            }
        }
        return output.pos
    }

    private func broken(_ expected: String, _ found: String, _ code: String) -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: name), expected: expected, found: found,
            advice: "the file is cut or damaged: copy or record it again")
    }
}
