import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Damaged, cut and hostile texts: what can be read is read, the rest is reported, and nothing traps.
final class PerfDamageTests: XCTestCase {
    private let sample = "prog 7 1.5: 3 cycles:\n\t          401000 main+0x10 (/bin/prog)\n\n"
    private let read = "prog ?/7;main 3 cycles"

    private func check(_ text: String, _ samples: [String], _ diagnostics: [String], at place: UInt = #line) throws {
        for chunk in [1, 7, 1 << 20] {
            let result = try PerfText(text, chunk: chunk)
            XCTAssertEqual(result.samples, samples, line: place)
            XCTAssertEqual(result.diagnostics, diagnostics, line: place)
        }
    }

    private func code(_ text: String, _ change: (inout ReadOptions) -> Void = { _ in }) -> String? {
        do {
            _ = try PerfText(text, change)
            return nil
        } catch {
            return (error as? TraceError)?.code
        }
    }

    func testAFileThatEndsInsideALine() throws {
        let cut = ["warning perf.truncated x1"]
        for end in [
            "\t          401000 ma", "\t          401000 main+0x10 (/bin/pr", "\t    4010",
            "\t          401000 main (/x (deleted)",
        ] {
            try check(sample + "prog 7 1.6: 4 cycles:\n" + end, [read], cut)
        }
        for end in ["prog 7 1.6: 4 cyc", "prog 7 1.", "pro", "      prog 7 1.6:   4 cycles:  ffffffff817554ea elf_lo"] {
            try check(sample + end, [read], cut)
        }
        // Without blank lines the sample above is whole.
        try check("prog 7 1.5: 3 cycles:\n\t          401000 main (/bin/prog)\nprog 7 1.", [read], cut)
    }

    func testAFileThatEndsWithoutANewline() throws {
        try check(sample + "prog 7 1.6: 4 cycles:\n\t          401000 f (/x)", [read, "prog ?/7;f 4 cycles"], [])
        try check(sample + "prog 7 1.6: 4 cycles: ", [read, "prog ?/7 4 cycles"], [])
        try check(sample + "prog 7 1.6: sched:x: a=b c", [read, "prog ?/7 1 sched:x"], [])
        try check(
            sample + "      prog 7 1.6:   4 cycles:  ffffffff817554ea f ([k])", [read, "prog ?/7;f 4 cycles"], [])
    }

    func testFramesWithoutASample() throws {
        let frames = "\t  401000 lost+0x1 (/bin/prog)\n\t  401001 lost+0x2 (/bin/prog)\n"
        try check(frames + "\n" + sample, [read], ["warning perf.frame.orphan x1"])
        try check(sample + frames + "\n" + sample, [read, read], ["warning perf.frame.orphan x1"])
        let before = try PerfText(frames + "\n" + sample)
        XCTAssertEqual(before.valueTypes, ["cycles/count"])
    }

    func testBadPeriodsLeaveTheirSampleOut() throws {
        let frames = "\t  401000 f (/bin/prog)\n\n"
        try check("prog 7 1.5: -5 cycles:\n" + frames + sample, [read], ["warning perf.period x1"])
        try check("prog 7 1.5: 99999999999999999999 cycles:\n" + frames + sample, [read], ["warning perf.period x1"])
        XCTAssertEqual(code("prog 7 1.5: 99999999999999999999 cycles:\n" + frames), "input.empty")
    }

    func testBadAddresses() throws {
        try check(
            "prog 7 1.5: 3 cycles:\n\tzz12 f (/x)\n\t          401000 main+0x10 (/bin/prog)\n\n", [read],
            ["warning perf.frame.address x1"])
    }

    func testMessagesOfPerf() throws {
        let noise =
            "Was the 'perf record' command properly terminated?\naddr2line: DWARF error: x\n[ perf record: Woken up ]\n"
        try check(noise + sample + noise, [read], ["note perf.noise x6"])
        try check(
            "prog 7 1.5: 3 cycles:\naddr2line: x (y)\n\t          401000 main+0x10 (/bin/prog)\n\n", [read],
            ["note perf.noise x1"])
        try check("what is this?\n" + sample, [read], ["warning perf.line x1"])
        try check(
            "prog 7 1.5: 3 cycles:\nwhat is this?\n\t          401000 main+0x10 (/bin/prog)\n\n", [read],
            ["warning perf.line x1"])
    }

    func testStrictFailsAtTheFirstBadRecord() {
        let cases = [
            ("\t  401000 lost (/x)\n\n" + sample, "perf.frame.orphan"), (sample + "what is this?\n", "perf.line"),
            (sample + "prog 7 1.5: -1 cycles:\n", "perf.period"), (sample + "prog 7\n\n", "perf.line"),
        ]
        for (text, expected) in cases { XCTAssertEqual(code(text) { $0.isStrict = true }, expected) }
    }

    func testTooMuchDamageFails() {
        let bad = String(repeating: "prog 7 1.5: -1 cycles:\n", count: 20)
        XCTAssertEqual(code(bad + String(repeating: sample, count: 100)), "input.damaged")
        XCTAssertNil(code(bad + String(repeating: sample, count: 200)))
        XCTAssertEqual(code(""), "input.empty")
        XCTAssertEqual(code("# ========\n# cmdline : x\n# ========\n"), "input.empty")
    }

    func testLinesThatCouldTakeForeverDoNot() throws {
        let many = 20_000
        let lines = [
            String(repeating: " ", count: many) + String(repeating: "a: ", count: many),
            String(repeating: "x.5: ", count: many), String(repeating: ") ", count: many),
            "prog 7 1.6: 4 cycles:" + String(repeating: "                0", count: many / 4),
            "prog 7 1.6: 4 cycles:" + String(repeating: "  0123456789abcdef )", count: many / 4),
            "\t          401000 " + String(repeating: "(", count: many), String(repeating: "(", count: many) + " (/x)",
        ]
        for line in lines {
            let read = try PerfText(sample + line + "\n" + line + "\n\n" + sample)
            XCTAssertTrue(read.samples.starts(with: [self.read]), line.prefix(20).description)
        }
        XCTAssertEqual(code((0...PerfEvents.mostEvents).map { "prog 7 1.5: 1 e\($0):\n" }.joined()), "perf.events")
    }

    func testSumsAreHeldAtTheLimit() throws {
        let most = "prog 7 1.5: 9223372036854775807 cycles:\n\t          401000 main+0x10 (/bin/prog)\n\n"
        let summed = try PerfText(most + sample, detail: .stacks)
        XCTAssertEqual(summed.profile.samples.value(0, of: summed.profile.samples.key(0).valueType), .max)
        XCTAssertEqual(summed.diagnostics, ["warning profile.sum.overflow x1"])
    }

    func testOddBytes() throws {
        var bytes = Array("prog 7 1.5: 3 cycles:\n\t          401000 l".utf8)
        bytes += [0xE9, 0x00, 0x1B, 0xFF] + Array("af+0x10 (/bin/prog)\n\n".utf8)
        let read = try PerfText(bytes)
        let name = read.profile.functions[
            read.profile.function(of: read.profile.stacks.frame(read.profile.samples.key(0).stack))
        ].name
        XCTAssertEqual(read.profile.strings.bytes(name).bytes, [0x6C, 0xE9, 0x00, 0x1B, 0xFF, 0x61, 0x66])
        XCTAssertEqual(try PerfText([0xEF, 0xBB, 0xBF] + Array(sample.utf8)).samples, [self.read])
    }

    /// A text with every kind of line, cut, flipped and spliced at random places: it is read or refused.
    func testMutations() throws {
        let text = Array(
            """
            # captured on    : Tue Nov 24 21:04:32 2026
            # event : name = cpu-clock, { sample_period, sample_freq } = 1000, freq = 1
            perf-exec     0     0.000000: PERF_RECORD_COMM: my comm: 5:12657/12658
            w prog (   16039   3 1.5: 7 e:
            \t            1204 inl+0x14
              w.h:6 (inlined)
            \t            1204 leaf (anonymous namespace)+0x14 (/bin/a (deleted))
             ABI:2    AX:0x80000021
                   w prog (x) 12657 [001] 556.818470:          1 page-faults:     558990ec3030 a (/x) ffffffff817554ea b ([k])
            prog 7          3 cycles:
            \t          401000 [unknown] ([unknown])

            pwd    2312   121.163451: DEFERRED CALLCHAIN [cookie: b00000007]
            \t          401000 main (/bin/prog)

            """.utf8)
        let pieces: [[UInt8]] = [
            [0x20], [0x09], [0x0A], [0x0D], [0x28], [0x29], [0x3A], [0x2D], [0x00], [0xFF], Array("0x".utf8),
            Array("PERF_RECORD_".utf8),
            Array("99999999999999999999".utf8), Array("(inlined)".utf8), Array("ffffffffffffffffff".utf8),
            Array(" [001] 1.5: ".utf8),
        ]
        var random = SeededNumbers(seed: 42)
        for _ in 0..<1500 {
            var bytes = text
            for _ in 0...random.below(4) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.removeSubrange(place..<min(place + 1 + random.below(30), bytes.count))
                case 2: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let detail: SampleDetail = random.below(2) == 0 ? .stacks : .everything
            do {
                let whole = try PerfText(bytes, detail: detail)
                let pieces = try PerfText(bytes, chunk: 1 + random.below(9), detail: detail)
                XCTAssertEqual(whole.samples, pieces.samples)
                XCTAssertEqual(whole.diagnostics, pieces.diagnostics)
            } catch {
                XCTAssertTrue(error is TraceError, "\(error)")
            }
        }
    }
}

/// Numbers that are the same in every run.
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 to `limit` - 1.
    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % max(limit, 1)
    }
}
