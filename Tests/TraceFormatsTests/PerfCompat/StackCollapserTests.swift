import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// stackcollapse-perf.pl's rules and faults, each in a text of a few lines; the answers are what the script prints.
final class StackCollapserTests: XCTestCase {
    private func fold(_ text: String, _ change: (inout StackCollapser.Options) -> Void = { _ in }) throws -> String {
        var options = StackCollapser.Options()
        change(&options)
        var collapser = StackCollapser(options)
        try collapser.read(ByteReader(source: MemorySource(Array(text.utf8)), name: "test"))
        var lines: [String] = []
        collapser.forEachPath { lines.append("\($0.text) \($1)") }
        return lines.joined(separator: "\n")
    }

    private func check(
        _ text: String, _ expected: String, at place: UInt = #line,
        _ change: (inout StackCollapser.Options) -> Void = { _ in }
    ) throws {
        XCTAssertEqual(try fold(text, change), expected, line: place)
    }

    /// A sample with one frame.
    private func sample(_ frame: String, command: String = "prog 1/2") -> String {
        "\(command) [000] 1.5: 7 cycles:\n\t  1f \(frame)\n\n"
    }

    func testEventLines() throws {
        let frame = "\t1 f (/x)\n\n"
        try check("prog 1/2 [000] 1.5: 7 cycles: \n" + frame, "prog;f 7")
        try check("my comm 5 42 1.5: 7 cycles:\n" + frame, "my_comm;f 7")
        try check("a 123 [000] 1.5: 7 cycles:\n" + frame, "a_123_[000]_1.5:;f 7")
        try check("a  123 [000] 1.5: 7 cycles:\n" + frame, "a_;f 7")
        try check("prog 1 1.5: cycles:\n" + frame, "prog;f 1")
        try check("prog 1 1.5: 0 cycles:\n" + frame, "prog;f 1")
        try check("prog 1 1.5:77 cycles:\n" + frame, "prog;f 77")
        try check("x;y 1 1.5: 7 cycles:\n" + frame, "x;y;f 7")
        try check(" right 1 1.5: 7 cycles:\n" + frame, "")
    }

    func testIDs() throws {
        let text = sample("f (/x)")
        try check(text, "prog-1/2;f 7") { $0.showsThreads = true }
        try check(text, "prog-1;f 7") { $0.showsProcesses = true }
        try check(sample("f (/x)", command: "prog 0/0"), "prog-?/0;f 7") { $0.showsThreads = true }
        try check(sample("f (/x)", command: "prog 9"), "prog-?;f 7") { $0.showsProcesses = true }
    }

    func testNames() throws {
        let cases = [
            ("f+0x1f (/x)", "f"), ("f+0x1F (/x)", "f+0x1F"), ("f(int, char) (/x)", "f"),
            ("(anonymous namespace)::f+0x1 (/x)", nil),
            ("a::(anonymous namespace)::f(int) (/x)", "a::(anonymous namespace)::f"),
            ("net/http.(*Client).Do (/x)", "net/http.(*Client).Do"), ("a;b (/x)", "a:b"),
            ("RegExp:[\"'] (/x)", "RegExp:[]"),
            ("[unknown] (/lib/x.so)", "[x.so]"), ("[unknown] ([unknown])", "[unknown]"),
            ("f+0x1 (/x (deleted))", "f+0x1 "), ("a->b->c (/x)", "a;b_[i];c_[i]"), ("->a-> (/x)", ";a_[i]"),
            ("La/b;.c (/x)", "La/b:.c"), ("(z)", "f"),
        ]
        for (frame, name) in cases {
            try check(sample(frame), name.map { "prog;\($0) 7" } ?? "prog 7")
        }
        try check(sample("La/b;.c (/x)", command: "java 1"), "java;a/b:.c 7")
        try check(sample("[unknown] (/lib/x.so)"), "prog;[x.so <1f>] 7") { $0.showsAddresses = true }
    }

    func testMarks() throws {
        let cases = [
            ("f ([kernel.kallsyms])", "f_[k]"), ("f ([vdso])", "f_[k]"), ("f (/boot/vmlinux)", "f_[k]"),
            ("f (/boot/vmlinux-5.4)", "f"), ("[unknown] ([unknown])", "[unknown]"), ("f (/tmp/perf-12.map)", "f_[j]"),
            ("f (/tmp/perf-.map)", "f"), ("f (/tmp/jitted-1-2.so)", "f"), ("a->b ([k])", "a_[k];b_[i]"),
        ]
        for (frame, name) in cases {
            try check(sample(frame), "prog;\(name) 7") { $0.marks = .all }
        }
    }

    func testWhatIsLost() throws {
        try check(sample("f (/x)") + "prog 1 2.5: 9 cycles:\n\t1 g (/x)\n", "prog;f 7")
        try check(sample("f (/x)") + "prog 1 2.5: 9 faults:\n\t1 g (/x)\n\n", "prog;f 7")
        try check(sample("f (/x)").replacing("\n", with: "\r\n"), "")
        try check("prog 1 1.5: 7 cycles:\n\n", "prog 7")
        try check("prog 1 1.5: 7 cycles:\n\t1 f (/x)\nprog 1 2.5: 8 cycles:\n\t1 g (/x)\n\n", "prog;g;f 8")
    }

    func testSumsArePerls() throws {
        let most = "prog 1 1.5: 18446744073709551615 cycles:\n\t1 f (/x)\n\n"
        try check(most, "prog;f 18446744073709551615")
        try check(most + sample("f (/x)"), "prog;f 1.84467440737096e+19")
        try check("prog 1 1.5: 99999999999999999999 cycles:\n\t1 f (/x)\n\n", "prog;f 1e+20")
    }

    func testCountsWhatItLeavesOut() throws {
        var collapser = StackCollapser(.init())
        let text = sample("f (/x)") + "noise\n" + "prog 1 1.5: 7 faults:\n\nprog 1 1.5: 7 cycles:\n"
        try collapser.read(ByteReader(source: MemorySource(Array(text.utf8), chunk: 1), name: "test"))
        XCTAssertEqual(collapser.unrecognizedLines, 1)
        XCTAssertEqual(collapser.otherEventSamples, 1)
        XCTAssertTrue(collapser.hasOpenSample)
    }
}
