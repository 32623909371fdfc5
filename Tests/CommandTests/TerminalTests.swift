import Foundation
import XCTest

/// Tables on a terminal: bars, colours, and names that fit; `script` of util-linux gives the terminal.
final class TerminalTests: XCTestCase {
    private let base = "SampleTraces/pprof/orders/base/run1.pb.gz"
    private let slow = "SampleTraces/pprof/orders/slow30/run1.pb.gz"

    /// What a command writes to a terminal, line by line, with escapes.
    private func lines(_ words: String, _ environment: String) throws -> [String] {
        let script = try OtherTool("script")
        let command = "env -u NO_COLOR \(environment) \(StackSiftCommand.binary.path) \(words) --quiet"
        let folder = StackSiftCommand.repository.path
        let result = try script.run(["-qec", "cd \(folder) && \(command)", "/dev/null"])
        XCTAssertEqual(result.status, 0, result.text)
        return result.text.replacingOccurrences(of: "\r", with: "").split(separator: "\n").map(String.init)
    }

    private func withoutColor(_ line: String) -> String { line.replacing(/\x1B\[\d*m/, with: "") }

    func testTablesHaveBarsAndColours() throws {
        let views = [
            "top \(base) -n 3", "tree \(base) -n 3", "diff \(base) \(slow) -n 3",
            "labels SampleTraces/pprof/go-1.27.3/labels.pb.gz",
        ]
        for words in views {
            let text = try lines(words, "COLUMNS=120 TERM=xterm").joined(separator: "\n")
            XCTAssertTrue(text.contains("\u{1B}[1m"), words)
            XCTAssertTrue(text.contains("█"), words)
            let plain = try lines(words, "COLUMNS=120 TERM=xterm NO_COLOR=1").joined(separator: "\n")
            XCTAssertFalse(plain.contains("\u{1B}"), words)
            XCTAssertTrue(plain.contains("█"), words)
            let dumb = try lines(words, "COLUMNS=120 TERM=dumb").joined(separator: "\n")
            XCTAssertFalse(dumb.contains("\u{1B}") || dumb.contains("█"), words)
        }
    }

    func testRowsFitTheTerminal() throws {
        for width in [60, 80, 100, 120, 160] {
            for words in ["top \(base)", "tree \(base)", "diff \(base) \(slow)", "callees main.main \(base)"] {
                for line in try lines(words, "COLUMNS=\(width) TERM=xterm") {
                    let text = withoutColor(line)
                    // Rows of figures; headlines and warnings are sentences.
                    guard text.contains(#/^ +-?[\d.]+ (s|ms|us|ns) /#) else { continue }
                    // A name has 12 characters at least, and a mark such as [new] is never cut.
                    let mark = text.firstMatch(of: #/  \[(new|removed|provisional: \w+)\].*$/#)?.0.count ?? 0
                    XCTAssertLessThanOrEqual(text.count - mark, max(width, 68), "\(width): \(text)")
                }
            }
        }
    }

    func testWhereThereIsLittleRoomTheNameComesFirst() throws {
        let narrow = try lines("top \(base) -n 1", "COLUMNS=66 TERM=xterm NO_COLOR=1")
        XCTAssertEqual(narrow.last?.hasSuffix("  main.scoreOrder"), true, narrow.last ?? "")
        let wide = try lines("top \(base) -n 1", "COLUMNS=90 TERM=xterm NO_COLOR=1")
        XCTAssertEqual(wide.last?.hasSuffix("  main.scoreOrder  (orders-go)"), true, wide.last ?? "")
    }

    func testChangesAreRedAndGreen() throws {
        let rows = try lines("diff \(base) \(slow) -n 4", "COLUMNS=120 TERM=xterm")
        XCTAssertTrue(rows.contains { $0.contains("main.scoreOrder") && $0.contains("\u{1B}[31m") })
        XCTAssertTrue(rows.contains { $0.contains("main.hashLoop") && $0.contains("\u{1B}[32m") })
        let perf = "SampleTraces/perf/orders"
        let verdicts = try lines("diff \(perf)/base \(perf)/slow30", "COLUMNS=120 TERM=xterm")
        XCTAssertTrue(verdicts.contains { $0.hasPrefix("\u{1B}[31mREGRESSED\u{1B}[0m") }, "\(verdicts)")
    }
}
