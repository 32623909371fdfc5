/// Why a trace could not be read: data, whose words `description` makes.
package struct TraceError: Error, Hashable, Sendable {
    /// Stable code for scripts and for the `diagnostic` table, such as `perf.frame.address`.
    package var code: String
    package var location: SourceLocation
    /// What should have been there.
    package var expected: String
    /// What was there.
    package var found: String
    /// What to do about it; nil where nothing sensible can be said.
    package var advice: String?

    /// An error; `code` is `format.part.trouble`.
    package init(code: String, at location: SourceLocation, expected: String, found: String, advice: String? = nil) {
        self.code = code
        self.location = location
        self.expected = expected
        self.found = found
        self.advice = advice
    }
}

extension TraceError: CustomStringConvertible {
    /// `place: error: expected X, found Y [code]`, then the advice on a line of its own.
    package var description: String {
        let words = "\(location): error: expected \(expected), found \(found) [\(code)]"
        return advice.map { words + "\n  \($0)" } ?? words
    }
}
