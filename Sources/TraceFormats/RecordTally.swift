import StackModel
import TraceInput

/// Counts good and bad records of a text format and decides when a file is too bad to be believed.
struct RecordTally {
    private(set) var good = 0
    private(set) var bad = 0
    let isStrict: Bool

    init(isStrict: Bool) { self.isStrict = isStrict }

    mutating func countGood() { good &+= 1 }

    /// Adds the records of a piece, all of them good.
    mutating func join(_ other: RecordTally) { good &+= other.good }

    /// Notes a bad record; under `--strict` it is thrown.
    mutating func countBad(_ error: TraceError, in builder: inout ProfileBuilder) throws(TraceError) {
        if isStrict { throw error }
        bad += 1
        builder.diagnostics.report(
            .warning, error.code, at: error.location, "skipped: expected \(error.expected), found \(error.found)")
    }

    /// Throws where no record was good, or where more than a tenth of at least 100 were bad.
    func judge(_ reader: ByteReader, _ builder: borrowing ProfileBuilder, what: String) throws(TraceError) {
        let first = builder.diagnostics.diagnostics.first { $0.severity == .warning }
        if good == 0 {
            throw TraceError(
                code: "input.empty", at: first?.location ?? SourceLocation(file: reader.name),
                expected: "at least one good \(what)", found: first.map { "only bad ones: \($0.message)" } ?? "none")
        }
        if bad + good >= 100, bad > (bad + good) / 10 {
            throw TraceError(
                code: "input.damaged", at: first?.location ?? SourceLocation(file: reader.name),
                expected: "at most one bad \(what) in ten", found: "\(bad) bad of \(bad + good)",
                advice: first?.message)
        }
    }
}

extension ByteView {
    /// At most 40 bytes as text in quotes, for messages.
    var quoted: String {
        let shown = prefix(Swift.min(count, 40)).text.unicodeScalars.map { scalar in
            scalar.value < 32 || scalar.value == 127 ? "?" : String(scalar)
        }
        return "\"" + shown.joined() + (count > 40 ? "…" : "") + "\""
    }
}
