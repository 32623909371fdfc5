import StackModel

/// The source maps that a user has: which file is the map of which generated script.
package struct SourceMapIndex: Sendable {
    /// Paths of maps by the base name of the script, which is the map's name without `.map`.
    private var paths: [String: [String]] = [:]
    /// Paths of scripts, which may hold their maps, by base name.
    private var scripts: [String: [String]] = [:]

    /// The maps and scripts among `files`.
    package init(files: [String]) {
        for file in files {
            if file.hasSuffix(".map") {
                paths[SourceMapIndex.baseName(String(file.dropLast(4))), default: []].append(file)
            } else if [".js", ".mjs", ".cjs"].contains(where: file.hasSuffix) {
                scripts[SourceMapIndex.baseName(file), default: []].append(file)
            }
        }
    }

    /// Whether there is neither a map nor a script that may hold one.
    package var isEmpty: Bool { paths.isEmpty && scripts.isEmpty }

    /// The map of the script with this path or URL, else the script itself; of several of its name the one that has most
    /// folders in common.
    func map(of script: String) -> String? {
        let path = String(script.prefix { $0 != "?" && $0 != "#" })
        let name = SourceMapIndex.baseName(path)
        guard let candidates = paths[name] ?? scripts[name] else { return nil }
        let wanted = SourceMapIndex.folders(path)
        return candidates.max { SourceMapIndex.common($0, wanted) < SourceMapIndex.common($1, wanted) }
    }

    private static func baseName(_ path: String) -> String {
        String(path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "")
    }

    private static func folders(_ path: String) -> [Substring] {
        path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).dropLast()
    }

    /// How many folders the two paths share, counted from their ends.
    private static func common(_ candidate: String, _ wanted: [Substring]) -> Int {
        zip(folders(candidate).reversed(), wanted.reversed()).prefix { $0 == $1 }.count
    }
}
