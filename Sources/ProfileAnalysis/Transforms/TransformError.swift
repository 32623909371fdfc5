import StackModel

/// Why a transform could not be made or applied: data, whose words `description` makes.
package struct TransformError: Error, Hashable, Sendable {
    /// Stable code, such as `transform.pattern`.
    package var code: String
    /// The transform, as the user wrote it.
    package var word: TransformWord
    /// What should have been there.
    package var expected: String
    /// What was there.
    package var found: String
    /// What to do about it; nil where nothing sensible can be said.
    package var advice: String?

    /// An error; `code` is `transform.trouble`.
    package init(code: String, _ word: TransformWord, expected: String, found: String, advice: String? = nil) {
        self.code = code
        self.word = word
        self.expected = expected
        self.found = found
        self.advice = advice
    }
}

extension TransformError: CustomStringConvertible {
    /// `error: focus "^servr": expected X, found Y [code]`, then the advice on a line of its own.
    package var description: String { "error: " + reason }

    /// The same without `error:`, for messages that say so themselves.
    package var reason: String {
        let words = "\(word): expected \(expected), found \(found) [\(code)]"
        return advice.map { words + "\n  \($0)" } ?? words
    }
}

extension TransformError {
    /// Whether the transform could be applied, but no sample was left.
    package var leavesNothing: Bool { code == "transform.nothing" || code == "transform.empty" }

    /// An argument that cannot be read.
    static func argument(_ word: TransformWord, expected: String, advice: String? = nil) -> TransformError {
        let found = word.argument.map { $0.isEmpty ? "nothing" : "\"\($0)\"" } ?? "nothing"
        return TransformError(code: "transform.argument", word, expected: expected, found: found, advice: advice)
    }

    /// A filter by frames that no sample of `profile` passes.
    static func noFrame(_ word: TransformWord, in profile: Profile) -> TransformError {
        nothing(
            word, expected: "a function, file or module that matches", among: "functions", profile.functionNames)
    }

    /// A filter that no sample passes; `names` are those that it chooses from.
    static func nothing(
        _ word: TransformWord, expected: String, among kind: String, _ names: [String]
    ) -> TransformError {
        let near = NearestNames.find(word.argument ?? "", in: names)
        let advice: String
        if !near.isEmpty {
            advice = "near to it: " + near.joined(separator: ", ")
        } else if names.isEmpty {
            advice = "the profile has no \(kind)"
        } else {
            let first = names.prefix(5).joined(separator: ", ")
            advice = "\(kind) that there are: \(first)" + (names.count > 5 ? ", ..." : "")
        }
        return TransformError(
            code: "transform.nothing", word, expected: expected, found: "no sample with one", advice: advice)
    }
}
