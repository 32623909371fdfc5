import StackModel
import XCTest

@testable import TraceFormats

/// Whole texts, one for each family of lines that perf prints.
final class PerfReadingTests: XCTestCase {
    private let main = "\t          401000 main+0x10 (/bin/prog)\n"
    private let leaf = "\t          401234 leaf+0x4 (/bin/prog)\n"

    private func check(
        _ text: String, _ samples: [String], _ diagnostics: [String] = [], at place: UInt = #line,
        _ change: (inout ReadOptions) -> Void = { _ in }
    ) throws {
        for chunk in [1, 7, 1 << 20] {
            let read = try PerfText(text, chunk: chunk, change)
            XCTAssertEqual(read.samples, samples, line: place)
            XCTAssertEqual(read.diagnostics, diagnostics, line: place)
        }
    }

    func testSamplesMatchTheirGoldens() throws {
        try GoldenFiles.check("perf", folder: "perf-6.1")
        try GoldenFiles.check("perf", folder: "synthetic")
    }

    func testAnOrdinaryPrint() throws {
        let text = "prog 7 1.5: 3 cycles:\n\(leaf)\(main)\nprog 7 1.6: 4 cycles:\n\(main)\n"
        try check(text, ["prog ?/7;main;leaf 3 cycles", "prog ?/7;main 4 cycles"])
        let read = try PerfText(text)
        XCTAssertEqual(read.profile.metadata.start, 1_500_000_000)
        XCTAssertEqual(read.profile.metadata.duration, 100_000_000)
        XCTAssertEqual(read.valueTypes, ["cycles/count"])
        XCTAssertEqual(read.frames(0), ["leaf@/bin/prog", "main@/bin/prog"])
    }

    func testCRLF() throws {
        let text = "prog 7 1.5: 3 cycles: \n\(leaf)\(main)\nprog 7 1.6: 4 cycles:\n\(main)\n"
        try check(text.replacing("\n", with: "\r\n"), ["prog ?/7;main;leaf 3 cycles", "prog ?/7;main 4 cycles"])
    }

    func testNoBlankLines() throws {
        let text = "prog 7 1.5: 3 cycles:\n\(leaf)\(main)prog 7 1.6: 4 cycles:\n\(main)prog 7 1.7: 5 cycles:\n"
        try check(text, ["prog ?/7;main;leaf 3 cycles", "prog ?/7;main 4 cycles", "prog ?/7 5 cycles"])
    }

    func testTabsThatBecameBlanks() throws {
        let text = "prog 7 1.5: 3 cycles:\n\(leaf)\(main)\n".replacing("\t", with: "        ")
        try check(text, ["prog ?/7;main;leaf 3 cycles"])
        try check(
            "prog 7 1.5: 3 cycles:\n    401234 leaf (/bin/prog)\n  401000 main (/bin/prog)\n\n",
            ["prog ?/7;main;leaf 3 cycles"])
    }

    func testFramesAtTheLeftEdge() throws {
        try check(
            "java 19983 cycles:\nffffffff8103d0ca native_write ([kernel.kallsyms])\n7f72 start (/x)\n\n",
            ["java ?/19983;start;native_write 1 samples"])
    }

    func testEventsAreValueTypes() throws {
        let text = """
            prog 7 1.5: 10 cpu-clock:u:
            \(main)
            prog 7 1.6: 20 page-faults:
            \(leaf)
            prog 7 1.7: sched:sched_switch: prev_comm=a ==> next_comm=b
            prog 7 1.8: 5 cycles:u:
            \(main)
            prog 7 1.9: 5 cycles:k:

            """
        let read = try PerfText(text)
        XCTAssertEqual(
            read.valueTypes,
            [
                "cpu-clock:u/nanoseconds", "page-faults/count", "sched:sched_switch/count", "cycles:u/count",
                "cycles:k/count",
            ])
        XCTAssertTrue(read.profile.metadata.derivesSampleCounts)
        XCTAssertEqual(read.samples[2], "prog ?/7 1 sched:sched_switch")
    }

    func testWithoutPeriodsSamplesAreCounted() throws {
        let text = "prog 7 1.5: a:b: x\n\(main)\nprog 7 1.6: cpu-clock:\n\(main)\nprog 7 1.7: a:b:\n\(leaf)\n"
        let read = try PerfText(text)
        XCTAssertEqual(read.valueTypes, ["samples/count", "samples:cpu-clock/count"])
        XCTAssertFalse(read.profile.metadata.derivesSampleCounts)
        XCTAssertEqual(
            read.samples, ["prog ?/7;main 1 samples", "prog ?/7;main 1 samples:cpu-clock", "prog ?/7;leaf 1 samples"])
    }

    func testAFirstEventWithoutPeriodDoesNotHideLaterPeriods() throws {
        let read = try PerfText("prog 7 1.5: a:b: x\n\(main)\nprog 7 1.6: 9 cpu-clock:\n\(main)\n")
        XCTAssertEqual(read.valueTypes, ["a:b/count", "cpu-clock/nanoseconds"])
    }

    func testPrintsWithoutCallChains() throws {
        let text = """
                  w prog (x) 12657   556.818470:          1 page-faults:  ffffffff817554ea elf_load+0x28a ([kernel.kallsyms])
                         dead 12657   556.818574:          2 page-faults:      7fef572b7b70 _start+0x0 (/usr/lib/ld.so)

            """
        try check(text, ["w prog (x) ?/12657;elf_load 1 page-faults", "dead ?/12657;_start 2 page-faults"])
    }

    /// `-G` with few columns: the number of a thread could be an address, but the frame tells by its column.
    func testPrintsWithoutCallChainsNorEvents() throws {
        let text = """
            10778  ffffffff8110410b srso_alias_return_thunk ([kernel.kallsyms])
            10781      7f0f8231821a init_cpu_features.constprop.0 (/usr/lib/ld.so)
                7      7f0f8231821a init_cpu_features.constprop.0 (/usr/lib/ld.so)

            """
        try check(
            text,
            [
                " ?/10778;srso_alias_return_thunk 1 samples", " ?/10781;init_cpu_features.constprop.0 1 samples",
                " ?/7;init_cpu_features.constprop.0 1 samples",
            ])
        try check(
            "            bash 17618.212113:  ffffffff8110410b thunk ([k])\n        readlink 17618.214399:      7f0f8231821a init (/x)\n",
            ["bash ?/?;thunk 1 samples", "readlink ?/?;init 1 samples"])
    }

    /// `-F comm,tid,ip`: addresses, and no word of what they are.
    func testPrintsOfAddressesOnly() throws {
        try check(
            "            bash 10778 \n\tffffffff821d5e39\n\t           d4ad7\n\n",
            ["bash ?/10778;[unknown];[unknown] 1 samples"])
    }

    func testTheColumnAddrIsNoFrameAboveFrames() throws {
        let text = "prog 7 1.5: 3 page-faults:     558990ec3030 data+0x0 (/bin/prog)\n\(leaf)\(main)\n"
        try check(text, ["prog ?/7;main;leaf 3 page-faults"])
        try check("prog 7 1.5: 3 page-faults:                0\n\(main)\n", ["prog ?/7;main 3 page-faults"])
    }

    func testPrintsWithoutHeaders() throws {
        let frames = "\t          401234 leaf\n\t          401000 main\n"
        try check(
            "\n\(frames)\n\n\(frames)\n",
            ["? ;main;leaf 1 samples", "? ;main;leaf 1 samples"].map { $0.replacing("? ", with: " ?/?") })
        try check("\n\(leaf)\(main)\n", [" ?/?;main;leaf 1 samples"])
        try check(
            " ffffffff817554ea elf_load\n     7fc178ec3b70 _start\n",
            [" ?/?;elf_load 1 samples", " ?/?;_start 1 samples"])
    }

    func testPrintsOfCommandAndStackOnly() throws {
        try check(
            "w prog (x) \n\(leaf)\(main)\nw prog (x) \n\(main)\n",
            ["w prog (x) ?/?;main;leaf 1 samples", "w prog (x) ?/?;main 1 samples"])
        try check("w prog (x) 12657 \n\(main)\n", ["w prog (x) ?/12657;main 1 samples"])
        try check("      w prog (x)  ffffffff817554ea elf_load ([k])\n", ["w prog (x) ?/?;elf_load 1 samples"])
        try check("page-faults: \n\(main)\ncycles: \n\(main)\n", [" ?/?;main 1 samples", " ?/?;main 1 samples:cycles"])
    }

    func testHeadersWithoutATime() throws {
        try check(
            "prog 7          3 cycles:\n\nprog 7 4 cycles:\n\(main)\n", ["prog ?/7 3 cycles", "prog ?/7;main 4 cycles"])
        // Without time and period only frames make it a header.
        try check(
            "prog 7 cycles:\n\(main)\nprog 7 cycles:\n\nprog 7 cycles:\n\(main)\n",
            ["prog ?/7;main 1 samples", "prog ?/7;main 1 samples"], ["warning perf.line x1"])
    }

    func testTracepointsWithoutATimeAreNoSamples() throws {
        let text = """
                 prog     7 [000]        sched:sched_wakeup: comm=perf pid=15939
                 prog     7 [000]        sched:sched_switch: prev_comm=a ==> next_comm=b
            prog     7 [000]    3                 cpu-clock:
            \(main)
                 prog     7 [000]          4 cpu-clock:  ffffffff8139979c f ([k])
                 prog     7 [000]        sched:sched_wakeup: comm=perf pid=15939

            """
        try check(text, ["prog ?/7;main 3 cpu-clock", "prog ?/7;f 4 cpu-clock"], ["warning perf.line x3"])
    }

    func testInlinedFramesHaveTheModuleTheyAreInlinedInto() throws {
        let read = try PerfText(
            """
            prog 7 1.5: 3 cycles:
            \t            1204 inl2+0x14 (inlined)
            \t            1204 inl1+0x14 (inlined)
            \(leaf)\(main)\t            1204 last+0x14 (inlined)

            """)
        XCTAssertEqual(
            read.frames(), ["inl2@/bin/prog i", "inl1@/bin/prog i", "leaf@/bin/prog", "main@/bin/prog", "last i"])
    }

    func testSourceLines() throws {
        let read = try PerfText(
            """
            prog 7 1.5: 3 cycles:
            \t            1204 inl2+0x14
              w.h:6 (inlined)
            \t            1204 inl1+0x14
              w.c:5 (inlined)
            \t            1204 leaf+0x14 (/bin/prog)
              w.c:7
            \t            1204 leaf+0x24 (/bin/prog)
              w.c:8
            \t            1305 main+0x24 (/bin/prog)
              ??:0
            \tffffffff817554ea elf_load+0x28a ([kernel.kallsyms])
              [kernel.kallsyms][ffffffff817554ea]

            """)
        XCTAssertEqual(
            read.frames(),
            [
                "inl2@/bin/prog:w.h:6 i", "inl1@/bin/prog:w.c:5 i", "leaf@/bin/prog:w.c:7", "leaf@/bin/prog:w.c:8",
                "main@/bin/prog",
                "elf_load@[kernel.kallsyms] k",
            ])
        XCTAssertEqual(read.diagnostics, [])
    }

    func testUnresolvedFrames() throws {
        let text =
            "prog 7 1.5: 3 cycles:\n\t               1 [unknown] (/x)\n\t               2 [unknown] ([unknown])\n\t               3 [unknown] ([k])\n\n"
        let read = try PerfText(text)
        XCTAssertEqual(read.frames(), ["[unknown]@/x u", "[unknown] u", "[unknown]@[k] ku"])
        let addresses = read.profile.path(read.profile.samples.key(0).stack).map { read.profile.frames[$0].address }
        XCTAssertEqual(addresses, [3, 2, 1])
        // Where samples are summed by stack, addresses would only make more stacks.
        let summed = try PerfText(text, detail: .stacks)
        XCTAssertEqual(summed.frames(), read.frames())
        XCTAssertEqual(
            summed.profile.frames[summed.profile.stacks.frame(summed.profile.samples.key(0).stack)].address, 0)
    }

    func testAddressesOfAllFrames() throws {
        let read = try PerfText("prog 7 1.5: 3 cycles:\n\(leaf)\(main)\n", detail: .stacks) { $0.keepsAddresses = true }
        XCTAssertEqual(
            read.profile.path(read.profile.samples.key(0).stack).map { read.profile.frames[$0].address },
            [0x401000, 0x401234])
        XCTAssertEqual(read.frames(), ["leaf@/bin/prog", "main@/bin/prog"])
    }

    func testColumnsBesideTheStack() throws {
        let text = """
            prog 7 1.5: 3 cycles:
            \(main) ABI:2    AX:0x80000021    BX:0x68747541
            prog 7 1.6: 3 cycles:
            \(main) 0x401000/0x402000/P/-/-/0 /COND/- 0x401000/0x402000/P/-/-/0
            prog 7 1.7: 3 cycles:
            \(main)    1f2e3d4c5000
            prog 7 1.8: 3 cycles:
            \(main)    1f2e3d4c5000 4K
            prog 7 1.9: 3 cycles:
            \(main)\tmain+0:
            \t00000000004005f0\tinsn: 55
            \t... not reaching sample ...

            """
        try check(text, [String](repeating: "prog ?/7;main 3 cycles", count: 5), ["note perf.extra x7"])
    }

    func testCgroupsBelongToThreads() throws {
        let read = try PerfText("prog 7 1.5: 3 cycles:  /user.slice\n\(main)\nprog 7 1.6: 3 cycles:  /other\n\(main)\n")
        let groups = (0..<2).map { read.profile.text(read.profile.threads[read.profile.samples.key($0).thread].cgroup) }
        XCTAssertEqual(groups, ["/user.slice", "/other"])
        XCTAssertEqual(read.profile.threads.distinctThreadCount(), 1)
    }

    func testCPUsAreLabels() throws {
        let read = try PerfText("prog 7 [003] 1.5: 3 cycles:\n\(main)\n")
        let labels = read.profile.labels[read.profile.samples.key(0).labels]
        XCTAssertEqual(labels.map { read.profile.text($0.key) }, ["cpu"])
        XCTAssertEqual(labels.map(\.number), [3])
    }

    func testSideBandRecords() throws {
        let text = """
            perf-exec     0     0.000000: PERF_RECORD_COMM: my comm: 5:12657/12658
            prog 12657   556.818431: PERF_RECORD_COMM exec: w prog (x):12657/12657
            prog 12657   556.818431: PERF_RECORD_FORK(12657:12659):(12657:12657)
            prog 12657   556.818463: PERF_RECORD_MMAP2 12657/12657: [0x55c0(0x1000) @ 0x1000 fe:00 1 2]: r-xp /tmp/x
            prog 12657   556.818463: PERF_RECORD_LOST lost 12
            prog 12657   556.818463: PERF_RECORD_SWITCH OUT
            w prog (x) 12657   556.818470:          1 page-faults:
            \(main)
            :12658 12658   556.818470:          1 page-faults:
            \(main)
            :12659 12659   556.818470:          1 page-faults:
            \(main)
            other 3   556.818470:          1 page-faults:

            """
        try check(
            text,
            [
                "w prog (x) 12657/12657;main 1 page-faults", "my comm: 5 12657/12658;main 1 page-faults",
                "w prog (x) 12657/12659;main 1 page-faults", "other ?/3 1 page-faults",
            ], ["warning perf.lost x12"])
        XCTAssertEqual(try PerfText(text).profile.metadata.lostSamples, 12)
    }

    func testDeferredUserStacks() throws {
        let kernel = "\tffffffff845b78d8 parse+0x218 ([kernel.kallsyms])\n\t       b00000006 (cookie) ([unknown])\n"
        let text = """
            pwd    2312   121.163435:     249113 cpu/cycles/P:
            \(kernel)
            pwd    2312   121.163440:     249114 cpu/cycles/P:
            \(kernel)
            pwd    2312   121.163447: DEFERRED CALLCHAIN [cookie: b00000006]
            \(leaf)\(main)
            pwd    2312   121.163450:     249115 cpu/cycles/P:
            \(kernel)
            pwd    2312   121.163451: DEFERRED CALLCHAIN [cookie: b00000007]
            \(main)

            """
        try check(
            text,
            [
                "pwd ?/2312;main;leaf;parse 249113 cpu/cycles/P", "pwd ?/2312;main;leaf;parse 249114 cpu/cycles/P",
                "pwd ?/2312;parse 249115 cpu/cycles/P",
            ], ["note perf.deferred x1"])
    }

    func testHeaderBlock() throws {
        let text = """
            # ========
            # captured on    : Tue Nov 24 21:04:32 2026
            # hostname : vm
            # os release : 6.18
            # perf version : 6.1.187
            # cmdline : /usr/bin/perf record -e cpu-clock -F 997 ./w prog (x)
            # event : name = cpu-clock, , id = { 21, 22 }, type = 1, { sample_period, sample_freq } = 1000, freq = 1, task = 1
            # ========
            #
            prog 7 1.5: 3 cpu-clock:
            \(main)

            """
        let metadata = try PerfText(text).profile.metadata
        XCTAssertEqual(metadata.host, "vm")
        XCTAssertEqual(metadata.commandLine, "/usr/bin/perf record -e cpu-clock -F 997 ./w prog (x)")
        XCTAssertEqual(metadata.recordedAt, 1_795_554_272_000_000_000)
        XCTAssertEqual(metadata.period, 1_000_000)
        XCTAssertEqual(metadata.periodType, ValueType(name: "cpu-clock", unit: "nanoseconds"))
        XCTAssertEqual(metadata.comments, ["os release: 6.18", "perf version: 6.1.187"])
    }

    func testDates() {
        let cases: [(StaticString, Int64?)] = [
            ("Thu Jan  1 00:00:01 1970", 1), ("Thu Feb 29 12:00:00 2024", 1_709_208_000),
            ("Fri Mar  1 00:00:00 2024", 1_709_251_200),
            ("Thu Aug 17 14:14:43 2017", 1_502_979_283), ("x", nil), ("Thu Foo 17 14:14:43 2017", nil),
            ("Thu Aug 17 25:14:43 2017", nil),
            ("Thu Aug 17 14:14:43 99999999999999999999", nil),
        ]
        for (text, seconds) in cases {
            XCTAssertEqual(PerfDate.nanoseconds(ByteView(literal: text)), seconds.map { $0 * 1_000_000_000 }, "\(text)")
        }
    }

    func testOtherProducers() throws {
        // simpleperf's report_sample.py
        try check(
            "app\t10 [002] 1.500000: 5 cpu-cycles:\n\t    7f12ab f (/system/lib/libc.so)\n\t    7f12ac g ([JIT app cache])\n\n",
            ["app ?/10;g;f 5 cpu-cycles"])
        // swift-profile-recorder
        let swift = try PerfText(
            "NIO-T1     10/11     1.500000001:    swipr\n\t           7f12a $s1fyyF [inlined]+0x4 (/bin/s)\n\t           7f12a main+0x4 (/bin/s)\n\n"
        )
        XCTAssertEqual(swift.samples, ["NIO-T1 10/11;main;$s1fyyF 1 samples"])
        XCTAssertEqual(swift.frames(), ["$s1fyyF@/bin/s i", "main@/bin/s"])
        XCTAssertEqual(swift.profile.metadata.start, 1_500_000_001)
    }
}
