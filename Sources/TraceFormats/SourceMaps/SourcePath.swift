/// Paths of original sources, as a map gives them, made into paths of files.
enum SourcePath {
    /// The source seen from the folder of the script that it was made into: `../src/a.ts` of `/srv/dist/a.js` is
    /// `/srv/src/a.ts`. Absolute paths and URLs (`webpack://app/./src/a.ts`) keep their beginning.
    static func resolve(_ source: [UInt8], from script: [UInt8]) -> [UInt8] {
        let start = rootLength(source)
        if start > 0 { return Array(source[..<start]) + normalized(source[start...], isRooted: true) }
        let scriptRoot = rootLength(script)
        let folder = script[scriptRoot...].lastIndex(of: 0x2F).map { script[scriptRoot...$0] } ?? []
        return Array(script[..<scriptRoot]) + normalized(folder + source, isRooted: scriptRoot > 0)
    }

    /// How long the part is that stays as it is: `/`, or a scheme with its `//` and slashes.
    private static func rootLength(_ path: [UInt8]) -> Int {
        if path.first == 0x2F { return 1 }
        guard let colon = path.firstIndex(of: 0x3A), colon > 1, path[..<colon].allSatisfy(isSchemeByte) else {
            return 0
        }
        return path.index(colon, offsetBy: 1) + path[(colon + 1)...].prefix { $0 == 0x2F }.count
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E
    }

    /// The path without `.` and, where they have something to take back, without `..`.
    private static func normalized(_ path: ArraySlice<UInt8>, isRooted: Bool) -> [UInt8] {
        var parts: [ArraySlice<UInt8>] = []
        for part in path.split(separator: 0x2F) {
            if part.elementsEqual([0x2E]) { continue }
            let isUp = part.elementsEqual([0x2E, 0x2E])
            if isUp, let last = parts.last, !last.elementsEqual([0x2E, 0x2E]) {
                parts.removeLast()
            } else if !isUp || !isRooted {
                parts.append(part)
            }
        }
        return Array(parts.joined(separator: [0x2F]))
    }
}
