/// How bad a diagnostic is: a clean file has neither errors nor warnings.
package enum DiagnosticSeverity: String, Sendable, Comparable {
    case note
    case warning
    case error

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }

    package static func < (left: DiagnosticSeverity, right: DiagnosticSeverity) -> Bool { left.rank < right.rank }
}

/// One kind of trouble in one file: how often, and where first.
package struct Diagnostic: Hashable, Sendable {
    package var severity: DiagnosticSeverity
    /// Stable code, such as `perf.frame.orphan`.
    package var code: String
    package var count: Int
    /// The first place.
    package var location: SourceLocation
    /// What it means, in a sentence.
    package var message: String
}

extension Diagnostic: CustomStringConvertible {
    /// `place: severity: message (N times) [code]`.
    package var description: String {
        let times = count > 1 ? " (\(count) times, first here)" : ""
        return "\(location): \(severity.rawValue): \(message)\(times) [\(code)]"
    }
}

/// What was odd in a file, counted by code; in order of first appearance.
package struct DiagnosticLog: Sendable {
    /// All diagnostics, one for each code and file.
    package private(set) var diagnostics: [Diagnostic] = []
    private var rows: [Key: Int] = [:]

    private struct Key: Hashable {
        let code: String
        let file: String
    }

    /// An empty log.
    package init() {}

    /// Counts one more of `code`; the message and the place of the first are kept.
    package mutating func report(
        _ severity: DiagnosticSeverity, _ code: String, at location: SourceLocation, count: Int = 1,
        _ message: @autoclosure () -> String
    ) {
        let key = Key(code: code, file: location.file)
        if let row = rows[key] {
            diagnostics[row].count += count
        } else {
            rows[key] = diagnostics.count
            diagnostics.append(
                Diagnostic(severity: severity, code: code, count: count, location: location, message: message()))
        }
    }

    /// Adds all that another log holds.
    package mutating func absorb(_ other: DiagnosticLog) {
        for diagnostic in other.diagnostics {
            report(
                diagnostic.severity, diagnostic.code, at: diagnostic.location, count: diagnostic.count,
                diagnostic.message)
        }
    }
}
