import StackModel

/// Files that people try and that are no traces, or not yet: told by their first bytes, each with what to do instead.
struct ForeignContent {
    /// What the file is.
    let what: String
    /// The command that makes a trace of it, or says what is in it.
    let advice: String
    private let begins: [StaticString]

    private static let known = [
        ForeignContent(
            what: "perf.data, perf's binary recording", advice: "make text of it: perf script -i FILE > FILE.perf.txt",
            begins: ["PERFILE2", "2ELIFREP"]),
        ForeignContent(
            what: "an SQLite database", advice: "ask it with: stacksift query FILE --sql 'select * from top'",
            begins: ["SQLite format 3"]),
        ForeignContent(
            what: "a ZIP archive", advice: "unpack it first: unzip -p FILE > TRACE, then read TRACE",
            begins: ["PK\u{03}\u{04}", "PK\u{05}\u{06}"]),
        ForeignContent(
            what: "the text that pprof -raw prints", advice: "read the profile itself, which that text was made of",
            begins: ["PeriodType: "]),
    ]

    /// What `head`, the first bytes of a file, is known to begin.
    static func of(_ head: ByteView) -> ForeignContent? {
        known.first { content in content.begins.contains { head.hasPrefix($0) } }
    }
}
