import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Waits of threads, made of sched_switch events.
final class PerfOffCPUTests: XCTestCase {
    private func read(_ text: String, detail: SampleDetail = .everything) throws -> Profile {
        var options = ReadOptions()
        options.detail = detail
        options.isOffCPU = true
        let reader = try ByteReader(source: MemorySource(Array(text.utf8)), name: "test")
        return try FormatRegistry.read(reader, options: options)
    }

    private var sample: String {
        get throws {
            let url = GoldenFiles.repository.appendingPathComponent(
                "SampleTraces/perf/sched-switch-synthetic/offcpu.perf.txt")
            return try String(contentsOf: url, encoding: .utf8)
        }
    }

    func testWaitsCountByTheStackThatTheyBeganWith() throws {
        let profile = try read(sample)
        XCTAssertEqual(profile.valueTypes, [ValueType(name: "off_cpu", unit: "nanoseconds")])
        let kernel = "([kernel.kallsyms])"
        let orders = "(/usr/bin/orders)"
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "[orders 4711 4711];main \(orders);load_file \(orders);__read (/usr/lib/libc.so.6);"
                    + "entry_SYSCALL_64_after_hwframe \(kernel);schedule \(kernel);__schedule \(kernel) {state=S}": [
                        12_500_000
                    ],
                "[orders 4711 4712];thread_main \(orders);lock_table \(orders);__schedule \(kernel) {state=D}": [
                    1_000_000
                ],
                "[orders 4711 4711];main \(orders);__schedule \(kernel) {state=S}": [10_000_000],
            ])
        XCTAssertEqual(
            profile.diagnostics.diagnostics.map { "\($0.code) \($0.count)" },
            ["perf.offcpu.open 1", "perf.offcpu.resume 1"])
        XCTAssertEqual(profile.samples.time(0), 100_000_000_000)
    }

    func testAggregatedWaitsAddUpToTheSame() throws {
        let profile = try read(sample, detail: .stacks)
        let total = (0..<profile.samples.count).reduce(Int64(0)) { sum, row in
            sum + (profile.samples.value(row, of: ValueTypeID(1)) ?? 0)
        }
        XCTAssertEqual(total, 23_500_000)
    }

    /// A recording of a program that sleeps for a tenth of a second, once.
    func testARecordedSleep() throws {
        let url = GoldenFiles.repository.appendingPathComponent("SampleTraces/perf/sched-switch-6.1/busy.perf.txt.gz")
        var options = ReadOptions()
        options.isOffCPU = true
        let profile = try FormatRegistry.read(ByteReader(path: url.path), options: options)
        let slept = ProfileDump.stacks(profile).filter { $0.key.contains("clock_nanosleep") }
        let total = slept.values.reduce(Int64(0)) { $0 + $1[0] }
        XCTAssertTrue((100_000_000..<115_000_000).contains(total), "\(total)")
    }

    func testATraceWithoutSwitchesIsRefused() {
        XCTAssertThrowsError(try read("orders 1/1 [001] 1.000000: 1 cpu-clock:\n\t    561d8dce60a1 main (/bin/x)\n\n"))
        { error in
            XCTAssertEqual((error as? TraceError)?.code, "perf.offcpu")
        }
    }

    func testNamesThatLookLikeKeys() throws {
        var builder = ProfileBuilder(detail: .everything)
        let tricky = ByteView(
            literal: "prev_comm=prev_pid=7 prev_pid=8 prev_prio=120 prev_state=S ==> next_comm=x next_pid=9 next_prio=1"
        )
        let change = PerfOffCPU.change(tricky, into: &builder)
        XCTAssertEqual(change?.leaving, 8)
        XCTAssertEqual(change?.coming, 9)
        XCTAssertNil(PerfOffCPU.change(ByteView(literal: "prev_pid=x ==> next_pid=y"), into: &builder))
    }
}
