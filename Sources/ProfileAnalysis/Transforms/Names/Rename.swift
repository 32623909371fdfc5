import StackModel

/// `rename`: replaces every match in function names, as `PATTERN=>REPLACEMENT`; `$1` and `${name}` are groups.
///
/// Functions that get the same name, module, file and line become one. Exact for call graphs too, but for the total
/// of functions that become one and call each other, which counts both.
package struct Rename: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let pattern: NamePattern
    private let replacement: [UInt8]

    /// Replaces as the word's argument says.
    init(_ word: TransformWord) throws(TransformError) {
        let expected = "PATTERN=>REPLACEMENT"
        let text = try word.required(expected)
        guard let arrow = text.firstRange(of: "=>"), arrow.lowerBound > text.startIndex else {
            throw .argument(word, expected: expected)
        }
        self.word = word
        pattern = try NamePattern(String(text[..<arrow.lowerBound]), for: word)
        replacement = Array(text[arrow.upperBound...].utf8)
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var matcher = PatternMatcher(pattern)
        var rewriting = Rewriting(word)
        for row in 1..<max(profile.functions.count, 1) {
            let name = profile.functions[FunctionID(row: row)].name
            guard !name.isNone, rewriting.names.newName[name] == nil else { continue }
            guard let new = try matcher.replacing(profile.strings.bytes(name), with: replacement) else { continue }
            rewriting.names.newName[name] = new.isEmpty ? Array("[unknown]".utf8) : new
        }
        if rewriting.names.newName.isEmpty { rewriting.message = "matches no function" }
        return try profile.rewritten(rewriting)
    }
}
