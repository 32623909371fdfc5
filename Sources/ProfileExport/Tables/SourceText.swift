import Glibc

/// Lines of source files below one folder: the trace's own path is never followed out of it.
struct SourceText {
    private let folder: String?
    private var files: [String: [String]] = [:]
    /// Largest source file that is read, in bytes.
    private static let sizeLimit = 16 << 20

    /// No text at all without a folder.
    init(folder: String?) { self.folder = folder }

    /// The text of a line (counted from 1), without the blanks at its end; nil where there is none.
    mutating func line(_ number: Int64, of path: String) -> String? {
        guard let folder, number > 0 else { return nil }
        if files[path] == nil { files[path] = SourceText.read(path, below: folder) }
        guard let lines = files[path], number <= Int64(lines.count) else { return nil }
        return lines[Int(number) - 1]
    }

    /// The file of the longest end of `path` that is below the folder: /build/7/src/a.c is looked for as src/a.c and
    /// a.c, too.
    private static func read(_ path: String, below folder: String) -> [String] {
        var parts = path.split { $0 == "/" || $0 == "\\" }.map(String.init)
        guard !parts.contains("..") else { return [] }
        while !parts.isEmpty {
            let candidate = folder + "/" + parts.joined(separator: "/")
            if let bytes = contents(candidate) {
                return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                    .map { line in String(line.last == "\r" ? line.dropLast() : line) }
            }
            parts.removeFirst()
        }
        return []
    }

    private static func contents(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= sizeLimit else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }
}

extension String {
    /// The text with four blanks for each tab.
    var tabsExpanded: String { split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ") }
}
