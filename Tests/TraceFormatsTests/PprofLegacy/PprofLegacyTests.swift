import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// pprof's older formats: what they count, how samples are scaled, and what damaged ones give.
final class PprofLegacyTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("pprof-legacy") }

    /// gperftools' binary profile with words of both sizes and orders.
    private func binary(_ words: [UInt64], size: Int, isBigEndian: Bool, text: String = "") -> [UInt8] {
        let bytes = words.flatMap { word in
            let little = (0..<size).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
            return isBigEndian ? little.reversed() : little
        }
        return bytes + Array(text.utf8)
    }

    /// 0x11 was interrupted in 0x22's call; the last record is the end.
    private let words: [UInt64] = [
        0, 3, 0, 10_000, 0, 2, 2, 0x1011, 0x2022, 1, 3, 0x1011, 0x3033, 0x2022, 1, 1, 0x1015, 0, 1, 0,
    ]
    private let map =
        "00001000-00002000 r-xp 00000000 08:01 5  /bin/a b\n00002000-00003000 rw-p 00000000 08:01 5 /bin/x\n"

    func testBinaryProfilesInEveryWordSizeAndOrder() throws {
        for size in [4, 8] {
            for isBigEndian in [false, true] {
                let profile = try ProfileDump.read(binary(words, size: size, isBigEndian: isBigEndian, text: map))
                XCTAssertEqual(
                    ProfileDump.stacks(profile),
                    [
                        "0x2021;0x1011 (/bin/a b)": [2, 20_000_000],
                        "0x2021;0x3032;0x1011 (/bin/a b)": [1, 10_000_000], "0x1015 (/bin/a b)": [1, 10_000_000],
                    ], "\(size) \(isBigEndian)")
                XCTAssertEqual(profile.metadata.period, 10_000_000)
            }
        }
    }

    /// The handler's own frame, above the leaf of every sample, is none of the program's; nor is a leaf seen twice.
    func testSignalHandlersFrameIsDropped() throws {
        let words: [UInt64] = [
            0, 3, 0, 1000, 0, 1, 3, 0x11, 0x99, 0x22, 1, 4, 0x12, 0x99, 0x12, 0x33, 0, 1, 0,
        ]
        let profile = try ProfileDump.read(binary(words, size: 8, isBigEndian: false))
        XCTAssertEqual(Set(ProfileDump.stacks(profile).keys), ["0x21;0x11", "0x32;0x12"])
    }

    func testJavasBinaryProfileNamesItsNumbers() throws {
        let words: [UInt64] = [0, 3, 1, 1000, 0, 3, 2, 7, 8, 1, 1, 9, 0, 1, 0]
        let names = " 0x0000007 a.B.c (B.java:3)\n 0x0000008 a.B.main (B.java:-1)\n 0x0000009 VM\n"
        let profile = try ProfileDump.read(binary(words, size: 8, isBigEndian: false, text: names))
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            ["a.B.main [B.java];a.B.c [B.java]:3": [3, 3_000_000], "VM": [1, 1_000_000]])
    }

    /// A sample of 1000 bytes at a mean distance of 1000 stands for 1 / (1 - 1/e) of its kind.
    func testSampledHeapsAreScaledUp() throws {
        let lines = "1: 1000 [2: 2000] @ 0x10 0x20\n0: 0 [1: 1000] @ 0x30\n"
        let scaled: [String: [Int64]] = ["0x1f;0xf": [3, 3163, 1, 1581], "0x2f": [1, 1581, 0, 0]]
        for header in ["heap/2000", "heap_v2/1000", "heapz_v2/1000"] {
            let profile = try ProfileDump.read("heap profile: 1: 1000 [3: 3000] @ \(header)\n" + lines)
            XCTAssertEqual(values(profile), scaled, header)
            XCTAssertEqual(profile.valueType(profile.defaultValueType).name, "inuse_space")
        }
        for header in ["heapprofile", "growthz", "growth", "fragmentationz"] {
            let profile = try ProfileDump.read("heap profile: 1: 1000 [3: 3000] @ \(header)\n" + lines)
            XCTAssertEqual(values(profile)["0x1f;0xf"], [2, 2000, 1, 1000], header)
        }
    }

    /// The stacks without the sizes that label them.
    private func values(_ profile: Profile) -> [String: [Int64]] {
        var values: [String: [Int64]] = [:]
        for (stack, row) in ProfileDump.stacks(profile) {
            values[String(stack.prefix(while: { $0 != " " }))] = row
        }
        return values
    }

    func testSizesAreLabels() throws {
        let profile = try ProfileDump.read("heap profile: 2: 96 [2: 96] @ heapprofile\n2: 96 [2: 96] @ 0x10\n")
        XCTAssertEqual(ProfileDump.stacks(profile), ["0xf {bytes=48}": [2, 96]])
        XCTAssertEqual(profile.valueTypes.map(\.name), ["objects", "space"])
    }

    /// jemalloc counts each thread, and all of them once more.
    func testJemallocsThreadsAreNotCountedTwice() throws {
        let text = """
            heap_v2/1
              t*: 3: 300 [0: 0]
              t0: 1: 100 [0: 0]
              t7: 2: 200 [0: 0]
            @ 0x10 0x20
              t*: 3: 300 [0: 0]
              t0: 1: 100 [0: 0]
              t7: 2: 200 [0: 0]
            @ 0x30
              t*: 4: 40 [0: 0]

            """
        XCTAssertEqual(
            values(try ProfileDump.read(text)),
            ["[0];0x1f;0xf": [1, 100], "[7];0x1f;0xf": [2, 200], "0x2f": [4, 40]])
    }

    func testContentionInNanoseconds() throws {
        let text = """
            --- mutex:
            cycles/second=2000000000
            sampling period=10
            600 3 @ 0x10 0x20
            #\t0xf\tsync.(*Mutex).Unlock+0xf\t/go/mutex.go:1
            #\t0x1f\tmain.main+0x1\t/src/main.go:22

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            ["main.main [/src/main.go]:22;sync.(*Mutex).Unlock [/go/mutex.go]:1": [30, 3000]])
        XCTAssertEqual(profile.valueTypes.map(\.unit), ["count", "nanoseconds"])
    }

    func testGoroutinesHaveLabelsAndNames() throws {
        let text = """
            goroutine profile: total 3
            2 @ 0x10 0x20
            # labels: {"request":"a, b", "user":"x"}
            #\t0xf\tmain.wait+0x1\t/src/main.go:9

            1 @

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            ["runtime.goexit;main.wait [/src/main.go]:9 {request=a, b,user=x}": [2], "": [1]])
        XCTAssertEqual(profile.valueTypes, [ValueType(name: "goroutine", unit: "count")])
    }

    func testBadLinesAreCountedAndSkipped() throws {
        let text = """
            heap profile: 2: 20 [2: 20] @ heapprofile
            1: 10 [1: 10] @ 0x10
            1: 10 [1: 10 @ 0x10
            0: 10 [0: 0] @ 0x10
            1: 10 [1: 10] @ 0xzz
            1: 99999999999999999999 [1: 10] @ 0x10
            1: 10 [1: 10] @ 0x20

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(values(profile), ["0xf": [1, 10], "0x1f": [1, 10]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["pprof-legacy.sample"])
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 4)
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.location.line, 3)
        XCTAssertThrowsError(try ProfileDump.read(text, strict: true))
    }

    func testWhatCannotBeReadIsRefused() {
        let cases: [(String, String)] = [
            ("heap profile: 2: 20 [2: 20] @ unheard_of/5\n1: 10 [1: 10] @ 0x10\n", "pprof-legacy.heap"),
            ("heap profile: nothing\n", "pprof-legacy.heap"), ("heap_v2/0\n", "pprof-legacy.heap"),
            ("--- mutex:\ncycles/second=fast\n1 1 @ 0x1\n", "pprof-legacy.attribute"),
            ("goroutine profile: total 0\n", "input.empty"), ("--- threadz 1 ---\n", "input.empty"),
        ]
        for (text, code) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
        let cut = Array(binary(words, size: 8, isBigEndian: false).prefix(8 * 11))
        XCTAssertThrowsError(try ProfileDump.read(cut)) { error in
            XCTAssertEqual((error as? TraceError)?.code, "pprof-legacy.cpu")
        }
        let huge = binary([0, 3, 0, 1, 0, 1, .max, 5], size: 8, isBigEndian: false)
        XCTAssertThrowsError(try ProfileDump.read(huge))
    }

    /// Cut and changed files throw or read; they never trap.
    func testDamagedProfiles() throws {
        var seed: UInt64 = 7
        for sample in try GoldenFiles.samples("pprof-legacy") {
            let sound = Array(try Data(contentsOf: sample).prefix(6000))
            for _ in 0..<150 {
                var bytes = sound
                for _ in 0..<4 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
                }
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                _ = try? ProfileDump.read(Array(bytes.prefix(Int(seed >> 33) % bytes.count)))
                _ = try? ProfileDump.read(bytes)
            }
        }
    }
}
