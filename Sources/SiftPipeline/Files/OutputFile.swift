import Glibc
import StackModel

/// An output that could not be written.
package struct OutputError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "\(path): error: expected to write, found \(reason) [output.write]" }
}

/// Writes outputs: to stdout, or to a file that is whole or absent.
package enum OutputFile {
    /// Runs `body` with a function that takes bytes; `nil` and `-` are stdout.
    package static func write(to path: String?, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws {
        guard let path, path != "-" else {
            try body { try writeAll($0, to: 1, "<stdout>") }
            return
        }
        if isSpecial(path) { return try writeThrough(path, body) }
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw OutputError(path: path, reason: String(cString: strerror(errno))) }
        do {
            try body { try writeAll($0, to: descriptor, path) }
            let mask = umask(0)
            umask(mask)
            guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0, close(descriptor) == 0,
                rename(temporary, path) == 0
            else { throw OutputError(path: path, reason: String(cString: strerror(errno))) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Whether there is something at `path` that is no file, such as `/dev/null` or a pipe: it must not be replaced.
    private static func isSpecial(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFREG
    }

    private static func writeThrough(
        _ path: String, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Void
    ) throws {
        let descriptor = open(path, O_WRONLY)
        guard descriptor >= 0 else { throw OutputError(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        try body { try writeAll($0, to: descriptor, path) }
    }

    /// Makes the folders that `path` lies in, as far as they are missing; what cannot be made shows when writing.
    package static func makeFolders(for path: String) {
        let bytes = Array(path.utf8)
        for (index, byte) in bytes.enumerated() where byte == 0x2F && index > 0 {
            mkdir(String(decoding: bytes[..<index], as: UTF8.self), 0o777)
        }
    }

    /// Writes all bytes to an open file.
    package static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                // The reader of a pipe went away: it has seen enough.
                if errno == EPIPE, descriptor == 1 { exit(0) }
                throw OutputError(path: path, reason: String(cString: strerror(errno)))
            }
            written += count
        }
    }
}
