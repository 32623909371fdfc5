import Glibc
import StackModel

/// Turns the words of a command line into files: globs in quotes and folders become what is in them, sorted.
package enum PathExpansion {
    /// The files that `words` name, in the order of the words.
    package static func expand(_ words: [String]) throws(TraceError) -> [String] {
        var paths: [String] = []
        for word in words {
            if word == "-" || exists(word) {
                guard isFolder(word) else {
                    paths.append(word)
                    continue
                }
                let found = files(in: word)
                guard !found.isEmpty else {
                    throw TraceError(
                        code: "input.directory", at: SourceLocation(file: word),
                        expected: "a file, or a folder of files",
                        found: "an empty folder")
                }
                paths += found
                continue
            }
            if let profiles = try StoredTrace.expand(word) {
                paths += profiles
                continue
            }
            let matches = glob(word)
            guard !matches.isEmpty else {
                throw TraceError(
                    code: "input.open", at: SourceLocation(file: word), expected: "a file, folder or glob",
                    found: "No such file or directory")
            }
            paths += matches
        }
        return paths
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func files(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let item = readdir(handle) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().flatMap { name -> [String] in
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            return isFolder(path) ? files(in: path) : [path]
        }
    }

    private static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }
    }
}
