import StackModel

/// The source maps that a user has: which file is the map of which generated script.
package struct SourceMapIndex: Sendable {
    /// Paths of maps by the base name of the script, which is the map's name without `.map`.
    private var paths: [String: [String]] = [:]

    /// The maps among `files`.
    package init(files: [String]) {
        for file in files where file.hasSuffix(".map") {
            paths[SourceMapIndex.baseName(String(file.dropLast(4))), default: []].append(file)
        }
    }

    /// Whether there is no map.
    package var isEmpty: Bool { paths.isEmpty }

    /// The map of the script with this path or URL; of several of its name the one that has most folders in common.
    func map(of script: String) -> String? {
        let path = String(script.prefix { $0 != "?" && $0 != "#" })
        guard let candidates = paths[SourceMapIndex.baseName(path)] else { return nil }
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
