import Glibc
import ProfileExport

/// What one run of the command says on stderr, and how the process should end.
package struct Session {
    /// Whether something failed: exit status 2.
    package private(set) var failed = false
    private let isQuiet: Bool
    private let showsProgress: Bool

    /// A session that says nothing but errors when `isQuiet`.
    package init(isQuiet: Bool = false, showsProgress: Bool = true) {
        self.isQuiet = isQuiet
        self.showsProgress = showsProgress && !isQuiet && isatty(2) != 0
    }

    /// Says something on stderr.
    package func say(_ words: String) {
        if !isQuiet { Session.stderr(words) }
    }

    /// Reports what went wrong on stderr.
    package mutating func fail(_ words: String) {
        failed = true
        Session.stderr(words)
    }

    /// A bar for `count` steps; it draws on a terminal only.
    func progress(of count: Int, _ what: String) -> ProgressMeter {
        ProgressMeter(count: count, what: what, isShown: showsProgress && count > 1)
    }

    private static func stderr(_ words: String) {
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
            .map { HumanValue.visible(String($0)) }
        try? OutputFile.writeAll(Array((lines.joined(separator: "\n") + "\n").utf8), to: 2, "<stderr>")
    }
}
