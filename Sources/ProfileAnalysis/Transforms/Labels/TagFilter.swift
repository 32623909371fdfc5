import StackModel

/// `tag-focus`: keeps the samples with a label that matches. `tag-ignore`: drops them.
///
/// The rules are pprof's: `key=32kb:` is a range of numbers (see `TagRange`), of any key when none is given;
/// `key=a,b` holds when a text of that key matches one of the expressions; `a,b` without a key when each of the
/// expressions matches some `key:text`.
package struct TagFilter: ProfileTransform {
    package let word: TransformWord
    package let detail: SampleDetail
    private let keepsMatches: Bool
    private let key: String?
    private let range: TagRange?
    private let patterns: [NamePattern]

    /// Keeps or drops what matches the word's argument.
    init(_ word: TransformWord, keepsMatches: Bool) throws(TransformError) {
        let text = try word.required("a regular expression, KEY=REGEX, or a range such as KEY=4kb:1mb")
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let test = parts.last ?? ""
        self.word = word
        self.keepsMatches = keepsMatches
        key = parts.count == 2 ? String(parts[0]) : nil
        detail = .keeping(label: key ?? "")
        range = TagRange(test)
        var patterns: [NamePattern] = []
        if range == nil {
            for part in test.split(separator: ",", omittingEmptySubsequences: false) {
                patterns.append(try NamePattern(String(part), for: word))
            }
        }
        self.patterns = patterns
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        if profile.isCallGraph, !keepsMatches { return profile }
        var matches = [Bool](repeating: false, count: profile.labels.count)
        let matchers = PatternMatchers(patterns)
        for row in 1..<max(profile.labels.count, 1) {
            let labels = profile.labels[LabelSetID(row: row)]
            if let range {
                matches[row] = hasNumber(labels, in: range, profile)
            } else {
                matches[row] = try hasText(labels, matchers, profile)
            }
        }
        var rewriting = Rewriting(word)
        let keeps = keepsMatches
        rewriting.keepsSample = { matches[profile.samples.key($0).labels.row] == keeps }
        rewriting.keepsSpan = { matches[$0.labels.row] == keeps }
        if keeps {
            rewriting.nothingLeft = { [word] in
                .nothing(word, expected: "a label that matches", among: "labels", profile.labelTexts)
            }
        } else if !matches.contains(true) {
            rewriting.message = "matches no label"
        }
        return try profile.rewritten(rewriting)
    }

    private func hasNumber(_ labels: [Label], in range: TagRange, _ profile: Profile) -> Bool {
        labels.contains { label in
            guard let number = label.number else { return false }
            let name = profile.text(label.key)
            if let key, name != key { return false }
            let unit = label.unit.isNone ? TagFilter.unit(ofKey: name) : profile.text(label.unit)
            return range.contains(number, unit: unit)
        }
    }

    /// The unit of a label that has none, as pprof takes it: the key itself may be one.
    private static func unit(ofKey key: String) -> String {
        key == "alignment" || key == "request" ? "bytes" : key
    }

    private func hasText(
        _ labels: [Label], _ matchers: PatternMatchers, _ profile: Profile
    ) throws(TransformError) -> Bool {
        let texts = labels.filter { $0.number == nil && (key == nil || profile.text($0.key) == key) }
        for index in patterns.indices {
            var found = false
            for label in texts where !found {
                let text = profile.text(label.text)
                found = try matchers.matches(index, key == nil ? profile.text(label.key) + ":" + text : text)
            }
            // With a key one expression is enough; without, all of them must be met.
            if found == (key != nil) { return found }
        }
        return key == nil
    }
}

/// Matchers of several patterns, which remember what they were asked.
private final class PatternMatchers {
    private let matchers: [Matcher]
    private var known: [Question: Bool] = [:]

    private struct Question: Hashable {
        let index: Int
        let text: String
    }

    private final class Matcher {
        var matcher: PatternMatcher

        init(_ pattern: NamePattern) { matcher = PatternMatcher(pattern) }
    }

    init(_ patterns: [NamePattern]) { matchers = patterns.map { Matcher($0) } }

    func matches(_ index: Int, _ text: String) throws(TransformError) -> Bool {
        let question = Question(index: index, text: text)
        if let answer = known[question] { return answer }
        let answer = try matchers[index].matcher.matches(text)
        known[question] = answer
        return answer
    }
}

extension Profile {
    /// Labels as `key:text` or `key:number unit`, for messages; not more than 1000 sets are looked at.
    var labelTexts: [String] {
        var texts: [String] = []
        var seen = Set<Label>()
        for row in (1..<max(labels.count, 1)).prefix(1000) {
            for label in labels[LabelSetID(row: row)] where seen.insert(label).inserted {
                let value = label.number.map { "\($0)\(text(label.unit))" } ?? text(label.text)
                texts.append("\(text(label.key)):\(value)")
            }
        }
        return texts
    }
}
