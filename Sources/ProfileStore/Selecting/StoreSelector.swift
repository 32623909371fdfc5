import ProfileAnalysis

/// What chooses profiles of a store: `commit=abc`, `role=before,host~web`, `@latest~5`, `#12`.
///
/// SELECTOR = TERM {"," TERM}; TERM = LABEL ("=" | "!=" | "~") VALUE | "@latest" ["~" N] | "#" ID. A backslash takes the
/// next character as it is. Terms on different labels must all hold; of several `LABEL=VALUE` with one label, and of
/// several ids, one must. `~` is a regular expression. `@latest` is the last of what the other terms leave, `@latest~5`
/// the fifth before it.
package struct StoreSelector: Hashable, Sendable, CustomStringConvertible {
    /// How a label is compared.
    package enum Relation: String, Hashable, Sendable {
        case equal = "="
        case differs = "!="
        case matches = "~"
    }

    /// One condition on a label.
    package struct Condition: Hashable, Sendable {
        package var label: String
        package var relation: Relation
        package var value: String
    }

    package private(set) var conditions: [Condition] = []
    package private(set) var ids: [Int64] = []
    /// How many before the last one; nil where all are chosen.
    package private(set) var stepsBack: Int?

    /// A selector that chooses all profiles.
    package init() {}

    /// A selector that chooses one profile.
    package init(id: Int64) { ids = [id] }

    /// Reads a selector; throws what is wrong with it.
    package static func parse(_ text: String) throws(SelectorError) -> StoreSelector {
        var selector = StoreSelector()
        for term in split(text) {
            if term.first == .plain("#") {
                guard let id = Int64(string(term.dropFirst())), id > 0 else {
                    throw SelectorError(selector: text, expected: "a profile's number after #", found: string(term))
                }
                selector.ids.append(id)
            } else if term.first == .plain("@") {
                try selector.takeLatest(string(term), of: text)
            } else {
                selector.conditions.append(try condition(term, of: text))
            }
        }
        return selector
    }

    /// The selector as it is written.
    package var description: String {
        var terms = conditions.map { Self.escaped($0.label) + $0.relation.rawValue + Self.escaped($0.value) }
        terms += ids.map { "#\($0)" }
        if let stepsBack { terms.append(stepsBack == 0 ? "@latest" : "@latest~\(stepsBack)") }
        return terms.joined(separator: ",")
    }

    /// A character, and whether it stands for itself whatever it is.
    private enum Character: Hashable {
        case plain(Swift.Character)
        case quoted(Swift.Character)
    }

    private static func split(_ text: String) -> [[Character]] {
        var terms: [[Character]] = [[]]
        var isQuoted = false
        for character in text {
            if isQuoted {
                terms[terms.count - 1].append(.quoted(character))
                isQuoted = false
            } else if character == "\\" {
                isQuoted = true
            } else if character == "," {
                terms.append([])
            } else {
                terms[terms.count - 1].append(.plain(character))
            }
        }
        return terms
    }

    private static func string(_ characters: some Sequence<Character>) -> String {
        String(
            characters.map { character in
                switch character {
                case .plain(let character), .quoted(let character): character
                }
            })
    }

    private mutating func takeLatest(_ term: String, of text: String) throws(SelectorError) {
        let parts = term.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        let steps = parts.count == 1 ? 0 : Int(parts[1])
        guard parts[0] == "@latest", let steps, steps >= 0, stepsBack == nil else {
            throw SelectorError(selector: text, expected: "one @latest or @latest~N", found: term)
        }
        stepsBack = steps
    }

    private static func condition(_ term: [Character], of text: String) throws(SelectorError) -> Condition {
        for (index, character) in term.enumerated() where index > 0 {
            let isNegated = character == .plain("!") && index + 1 < term.count && term[index + 1] == .plain("=")
            let relation: Relation? =
                isNegated ? .differs : character == .plain("=") ? .equal : character == .plain("~") ? .matches : nil
            guard let relation else { continue }
            let label = string(term[..<index])
            let value = string(term[(index + relation.rawValue.count)...])
            if relation == .matches { try checkPattern(value, of: text) }
            return Condition(label: label, relation: relation, value: value)
        }
        throw SelectorError(
            selector: text, expected: "LABEL=VALUE, LABEL!=VALUE, LABEL~PATTERN, @latest or #ID",
            found: term.isEmpty ? "nothing" : string(term))
    }

    private static func checkPattern(_ pattern: String, of text: String) throws(SelectorError) {
        do throws(TransformError) {
            _ = try NamePattern(pattern, for: TransformWord("~", pattern))
        } catch {
            throw SelectorError(selector: text, expected: error.expected, found: error.found)
        }
    }

    private static func escaped(_ text: String) -> String {
        String(text.flatMap { ",=~!\\#@".contains($0) ? ["\\", $0] : [$0] })
    }
}

/// A selector that cannot be read.
package struct SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
    package let selector: String
    package let expected: String
    package let found: String

    package var description: String {
        "error: expected \(expected) in the selector \"\(selector)\", found \"\(found)\" [store.selector]"
    }
}
