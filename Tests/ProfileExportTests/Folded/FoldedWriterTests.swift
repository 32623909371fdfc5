import Foundation
import ProfileExport
import StackModel
import XCTest

/// The order and the escapes of folded text.
final class FoldedWriterTests: XCTestCase {
    func testLinesAreSortedByBytesAsAWhole() throws {
        let stacks: [(path: String, value: Int64)] = [
            ("a;Hash Join", 5), ("a;Hash", 842), ("a;Hash;b", 1), ("a;Hash 9", 7), ("a", 3), ("a b", 2), ("B", 1),
            ("a;Hash!", 4), ("", 6),
        ]
        for shift in 0..<stacks.count {
            let rotated = Array(stacks[shift...] + stacks[..<shift])
            let text = try ExportFixture.folded(ExportFixture.stacks(rotated))
            XCTAssertEqual(
                text,
                "B 1\n[no stack] 6\na 3\na b 2\na;Hash 842\na;Hash 9 7\na;Hash Join 5\na;Hash! 4\na;Hash;b 1\n")
            XCTAssertEqual(
                text.utf8.split(separator: 0x0A).map(Array.init),
                text.utf8.split(separator: 0x0A)
                    .map(Array.init).sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    func testPathsThatReadAlikeAreOneLine() throws {
        XCTAssertEqual(
            try ExportFixture.folded(ExportFixture.stacks([("x\u{1}", 1), ("x\\x01", 2), ("x\\x01 y", 3)])),
            "x\\x01 3\nx\\x01 y 3\n")
    }

    func testFunctionsOfOneNameAreOneLine() throws {
        let stacks: [(path: String, value: Int64)] = [("a;b", 5), ("a;b", -5), ("a;c", 1), ("a;c;d", 2), ("a;c;d", 3)]
        XCTAssertEqual(try ExportFixture.folded(ExportFixture.stacks(stacks, modules: 2)), "a;c 1\na;c;d 5\n")
    }

    func testStacksOfSeveralCommandsStandUnderEach() throws {
        var builder = ProfileBuilder(detail: .threads)
        builder.metadata.format = "perf"
        let type = builder.valueType(ValueType(name: "cycles", unit: "count"))
        let frame = builder.frame(Frame(function: builder.function(Function(name: builder.string("f")))))
        let stack = builder.stack(parent: .none, frame: frame)
        for (id, command) in ["web", "db", "web", "", "db", "web"].enumerated() {
            let thread = ThreadInfo(
                processID: 1, threadID: Int64(id), command: command.isEmpty ? .none : builder.string(command))
            let key = SampleKey(stack: stack, thread: builder.thread(thread), valueType: type)
            builder.addSample(key, value: 1 << Int64(id))
        }
        let profile = builder.finish()
        XCTAssertEqual(try ExportFixture.folded(profile), "db;f 18\nf 8\nweb;f 37\n")
    }

    /// Many trees of names that begin with one another, against lines that are made one by one and sorted.
    func testAnyNamesGiveSortedLines() throws {
        var numbers = NumberGenerator(state: 7)
        let names = [
            "a", "a b", "a ", "a  1", "a 1", "a 12", "a!", "a<", "b", " ", "x\u{1}", "x\\x01", "[no stack]", "é",
        ]
        for round in 0..<200 {
            let stacks = (0..<numbers.next(below: 30) + 1).map { _ in
                let path = (0..<numbers.next(below: 4)).map { _ in names[numbers.next(below: names.count)] }
                return (path: path.joined(separator: ";"), value: Int64(numbers.next(below: 200)) - 20)
            }
            var sums: [String: Int64] = [:]
            for (path, value) in stacks {
                let written = path.isEmpty ? "[no stack]" : path.replacingOccurrences(of: "\u{1}", with: "\\x01")
                sums[written, default: 0] += value
            }
            let lines = sums.map { Array("\($0) \($1)\n".utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            for modules in 1...3 {
                let written = try ExportFixture.folded(ExportFixture.stacks(stacks, modules: modules))
                // A path whose values add up to nothing has no line.
                XCTAssertEqual(
                    written.split(separator: "\n"),
                    String(decoding: lines.joined(), as: UTF8.self).split(separator: "\n")
                        .filter { !$0.hasSuffix(" 0") },
                    "round \(round), \(modules) modules")
            }
        }
    }
}

/// Numbers that are the same in every run.
private struct NumberGenerator {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
