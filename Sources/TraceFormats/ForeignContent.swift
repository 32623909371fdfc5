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
            what: "MOJO, Austin's binary form", advice: "make text of it: mojo2austin FILE FILE.austin",
            begins: ["MOJ"]),
        ForeignContent(
            what: "bpftrace's JSON", advice: "record its text: bpftrace without -f json",
            begins: [
                "{\"type\": \"attached_probes\""
            ]),
        ForeignContent(
            what: "a Java flight recording", advice: "make stacks of it: jfrconv -o collapsed FILE FILE.folded",
            begins: ["FLR\u{00}"]),
        ForeignContent(
            what: "a .NET trace", advice: "convert it: dotnet-trace convert FILE --format Speedscope",
            begins: ["Nettrace"]),
        ForeignContent(
            what: "a Go execution trace",
            advice: "take a profile out of it: go tool trace -pprof=sched FILE > FILE.pb.gz",
            begins: ["go 1.", "go 2."]),
        ForeignContent(
            what: "the text that pprof -raw prints", advice: "read the profile itself, which that text was made of",
            begins: ["PeriodType: "]),
    ]

    /// What `head`, the first bytes of a file, is known to begin.
    static func of(_ head: ByteView) -> ForeignContent? {
        known.first { content in content.begins.contains { head.hasPrefix($0) } }
    }
}
