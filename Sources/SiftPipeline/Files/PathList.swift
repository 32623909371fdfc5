import StackModel
import TraceInput

/// Paths that stand in a file.
package enum PathList {
    /// The paths in the file at `path`, one a line, or parted by zero bytes where there are any; `-` is standard
    /// input. Empty lines count for nothing.
    package static func read(_ path: String) throws(TraceError) -> [String] {
        let reader = try ByteReader(path: path)
        let bytes = try reader.readAll().bytes
        // The view that `readAll` gives is valid as long as the reader lives.
        withExtendedLifetime(reader) {}
        let separator: UInt8 = bytes.contains(0) ? 0 : 0x0A
        return bytes.split(separator: separator).map { line in
            let text = line.last == 0x0D && separator != 0 ? line.dropLast() : line
            return String(decoding: text, as: UTF8.self)
        }.filter { !$0.isEmpty }
    }
}
