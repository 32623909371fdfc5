import ProfileAnalysis
import StackModel

/// A check as JUnit XML: a test case for everything together and one for each function that was tested.
package enum JUnitExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "junit", suffixes: [".junit.xml"], summary: "a check as JUnit XML, for the test reports of CI systems",
        subjects: [.comparison, .traces], detail: .everything, usesTests: .always)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard let words = GateWords(subject, options) else { return }
        sink.write(JUnitReport(words: words).bytes())
    }
}

/// The XML of one check.
private struct JUnitReport {
    let words: GateWords
    private var gate: Gate { words.gate }

    /// What became of a test case.
    private enum Outcome {
        case passed
        case failed(String)
        case skipped(String)
    }

    func bytes() -> [UInt8] {
        let compared = words.comparison.map { [("everything", "total", whole)] + functions(of: $0) } ?? []
        let cases = compared + budgets
        let failures = cases.count { if case .failed = $0.2 { true } else { false } }
        let skipped = cases.count { if case .skipped = $0.2 { true } else { false } }
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        out += "<testsuite name=\"stacksift check\" tests=\"\(cases.count)\" failures=\"\(failures)\""
        out += " errors=\"0\" skipped=\"\(skipped)\">\n"
        for (suite, name, outcome) in cases {
            out += "<testcase classname=\"\(escaped(suite))\" name=\"\(escaped(name))\""
            switch outcome {
            case .passed: out += "/>\n"
            case .failed(let reason): out += ">\(element("failure", reason))</testcase>\n"
            case .skipped(let reason): out += ">\(element("skipped", reason))</testcase>\n"
            }
        }
        out += "<system-out>\(escaped(words.line))</system-out>\n</testsuite>\n</testsuites>\n"
        return Array(out.utf8)
    }

    /// The total and the scale as one case, which also carries that a check was refused or not certain.
    private var whole: Outcome {
        switch gate.status {
        case .provisional, .refused: return .skipped(words.reason)
        case .pass, .fail:
            let found = gate.findings.filter { $0.entity == nil }.map(words.sentence)
            return found.isEmpty ? .passed : .failed(found.joined(separator: "; "))
        }
    }

    private var budgets: [(String, String, Outcome)] {
        gate.budgets.map { verdict in
            let sentence = BudgetWords.sentence(verdict)
            let outcome: Outcome =
                switch verdict.status {
                case .within: .passed
                case .beyond: .failed(sentence)
                case .inconclusive, .provisional: .skipped("\(verdict.status.rawValue): \(sentence)")
                }
            return ("budgets", verdict.budget.text, outcome)
        }
    }

    private func functions(of comparison: Comparison) -> [(String, String, Outcome)] {
        comparison.ranked.filter(\.isTested).map { estimate in
            let place = comparison.runs.functions.place(comparison.group(estimate)) ?? "functions"
            let isJudged = gate.status == .pass || gate.status == .fail
            let outcome: Outcome =
                gate.isFailure(estimate.entity) && isJudged
                ? .failed(words.sentence(.function(estimate.entity)))
                : isJudged ? .passed : .skipped(gate.status.rawValue)
            return (place, comparison.label(estimate.entity), outcome)
        }
    }

    private func element(_ name: String, _ message: String) -> String {
        "<\(name) message=\"\(escaped(message))\"/>"
    }

    private func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        FlameNames.escape(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
