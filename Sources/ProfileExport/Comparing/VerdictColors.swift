import ProfileAnalysis

extension TerminalStyle {
    /// A report on a comparison with its first line and the verdicts at the start of lines in their colours.
    func paintingVerdicts(_ report: String) -> String {
        guard hasColor else { return report }
        let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            if index == 0 { return paint(String(line), .heading) }
            let word = line.prefix { $0 != " " }
            guard let verdict = Verdict.allCases.first(where: { $0.rawValue.uppercased() == word }) else {
                return String(line)
            }
            return paint(String(word), TerminalStyle.meaning(of: verdict)) + line.dropFirst(word.count)
        }.joined(separator: "\n")
    }

    private static func meaning(of verdict: Verdict) -> Meaning {
        switch verdict {
        case .regressed, .new: .more
        case .improved, .gone: .less
        case .shifted: .heading
        case .unchanged, .inconclusive, .tooSmall: .place
        }
    }
}
