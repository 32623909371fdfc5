extension Budget {
    /// Reads a sentence; throws what was expected in it.
    package init(_ sentence: String) throws(BudgetError) {
        guard let sign = sentence.lastRange(of: " <") else {
            throw BudgetError(sentence, expected: "SUBJECT < LIMIT, such as: total p95 < 2.5 s")
        }
        var words = Budget.words(sentence[..<sign.lowerBound])
        guard let kind = words.first else { throw BudgetError(sentence, expected: Budget.subjects) }
        words.removeFirst()
        let statistic = try Budget.statistic(of: kind, &words, sentence)
        subject = try Budget.subject(kind, words, sentence)
        self.statistic = statistic
        var limit = sentence[sign.upperBound...].drop { $0 == "=" || $0 == " " }
        while limit.last == " " { limit.removeLast() }
        (self.limit, unit) = try Budget.limit(String(limit), statistic, sentence)
        text = sentence
        if unit == .share, !Budget.hasShare(subject, statistic) {
            throw BudgetError(sentence, expected: "a limit in percent of a function or module only")
        }
    }

    private static let subjects =
        "total, function NAME [self|total], module NAME, span NAME or counter NAME, then p50, p95, p99, p99.9 or growth"

    /// A name may have blanks; quotes round it are taken off by `subject`.
    private static func words(_ text: Substring) -> [Substring] { text.split(separator: " ") }

    private static func statistic(
        of kind: Substring, _ words: inout [Substring], _ sentence: String
    ) throws(BudgetError) -> Statistic {
        if kind == "counter" {
            guard words.last == "growth" else { throw BudgetError(sentence, expected: "growth of a counter") }
            words.removeLast()
            return .growth
        }
        let last = words.last ?? ""
        if last == "mean" {
            words.removeLast()
            return .mean
        }
        guard last.hasPrefix("p"), let percent = Double(last.dropFirst()), percent > 0, percent < 100 else {
            return .mean
        }
        words.removeLast()
        return .quantile(percent / 100)
    }

    private static func subject(
        _ kind: Substring, _ words: [Substring], _ sentence: String
    ) throws(BudgetError) -> Subject {
        var words = words
        if kind == "total", words.isEmpty { return .total }
        var figure: EntityKind?
        if kind == "function", words.count > 1, let word = words.last, let found = EntityKind(rawValue: String(word)) {
            figure = found
            words.removeLast()
        }
        var name = words.joined(separator: " ")
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        guard !name.isEmpty else { throw BudgetError(sentence, expected: subjects) }
        switch kind {
        case "function": return .function(name, figure ?? .total)
        case "module": return .module(name)
        case "span": return .span(name)
        case "counter": return .counter(name)
        default: throw BudgetError(sentence, expected: subjects)
        }
    }

    private static func hasShare(_ subject: Subject, _ statistic: Statistic) -> Bool {
        switch subject {
        case .function, .module: true
        case .total, .span, .counter: false
        }
    }

    private static let units: [String: (factor: Double, unit: Unit)] = [
        "": (1, .own), "%": (0.01, .share), "ns": (1, .nanoseconds), "us": (1e3, .nanoseconds),
        "ms": (1e6, .nanoseconds), "s": (1e9, .nanoseconds), "min": (60e9, .nanoseconds), "h": (3600e9, .nanoseconds),
        "B": (1, .bytes), "kB": (1e3, .bytes), "MB": (1e6, .bytes), "GB": (1e9, .bytes), "KiB": (1024, .bytes),
        "MiB": (1_048_576, .bytes), "GiB": (1_073_741_824, .bytes),
    ]

    private static func limit(
        _ text: String, _ statistic: Statistic, _ sentence: String
    ) throws(BudgetError) -> (Double, Unit) {
        var text = text[...]
        if statistic == .growth, text.hasSuffix("/h") { text = text.dropLast(2) }
        let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "e" || $0 == "+" || $0 == "-" }
        let name = String(text.dropFirst(digits.count).drop { $0 == " " })
        guard let number = Double(digits), number >= 0, number.isFinite, let unit = units[name] else {
            let known = "ns us ms s min h B kB MB GB KiB MiB GiB %"
            throw BudgetError(sentence, expected: "a limit: a number, and a unit of \(known) or none")
        }
        return (number * unit.factor, unit.unit)
    }
}

/// A budget that cannot be read.
package struct BudgetError: Error, Hashable, CustomStringConvertible {
    package let sentence: String
    package let expected: String

    init(_ sentence: String, expected: String) {
        self.sentence = sentence
        self.expected = expected
    }

    package var description: String { "expected \(expected); found \"\(sentence)\"" }
}

extension String {
    /// Where `word` stands last.
    fileprivate func lastRange(of word: String) -> Range<String.Index>? { ranges(of: word).last }
}
