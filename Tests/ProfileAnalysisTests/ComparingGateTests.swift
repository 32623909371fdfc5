import StackModel
import XCTest

@testable import ProfileAnalysis

/// The gate: what fails, what never does, what is refused.
final class ComparingGateTests: XCTestCase {
    private func run(_ seed: Int, _ factor: Double = 1, scale: Double = 1, recordedAt: Int64? = nil) -> Profile {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        for index in 0..<10 {
            let function = builder.function(Function(name: builder.string("f\(index)")))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
            let noise = Double((seed * 7919 + index * 104_729) % 41 - 20)
            let weight = (1000 + noise) * scale * (index == 4 ? factor : 1)
            builder.addSample(SampleKey(stack: stack), values: [Int64(weight)])
        }
        builder.metadata.recordedAt = recordedAt
        return builder.finish()
    }

    private func gate(_ before: [Profile], _ after: [Profile], _ limits: GateLimits = GateLimits()) throws -> Gate {
        Gate(try Comparison(ComparedRuns(before: before, after: after), ComparisonOptions()), limits)
    }

    func testRegressionFailsAndImprovementPasses() throws {
        let base = (1...5).map { run($0) }
        let slower = try gate(base, (6...10).map { run($0, 1.5) })
        XCTAssertEqual(slower.status, .fail)
        XCTAssertEqual(slower.exitStatus, 1)
        XCTAssertEqual(try gate(base, (6...10).map { run($0, 0.5) }).exitStatus, 0)
        XCTAssertEqual(try gate(base, (6...10).map { run($0) }).exitStatus, 0)
        var lenient = GateLimits()
        lenient.impact = 0.2
        lenient.total = nil
        XCTAssertEqual(try gate(base, (6...10).map { run($0, 1.5) }, lenient).exitStatus, 0)
    }

    func testUniformSlowdownFailsByTheTotal() throws {
        let found = try gate((1...5).map { run($0) }, (6...10).map { run($0, scale: 1.1) })
        XCTAssertEqual(found.status, .fail)
        XCTAssertTrue(found.findings.contains { if case .total = $0 { true } else { false } })
        XCTAssertFalse(found.findings.contains { if case .function = $0 { true } else { false } })
    }

    func testTooFewRunsNeverFail() throws {
        for count in 1...2 {
            let (before, after) = ((0..<count).map { run($0) }, (0..<count).map { run($0 + 9, 3) })
            XCTAssertEqual(try gate(before, after).exitStatus, 0)
            var strict = GateLimits()
            strict.requiresVerdict = true
            XCTAssertEqual(try gate(before, after, strict).exitStatus, 2)
        }
        let many = (0..<9).map { run($0) }
        XCTAssertEqual(try gate(many, [run(20, 3), run(21, 3)]).status, .provisional)
    }

    func testBackToBackIsRefused() throws {
        let before = (1...5).map { run($0, recordedAt: Int64($0)) }
        let after = (6...10).map { run($0, 1.5, recordedAt: Int64($0)) }
        XCTAssertEqual(try gate(before, after).exitStatus, 2)
        var lenient = GateLimits()
        lenient.allowsBlocks = true
        XCTAssertEqual(try gate(before, after, lenient).exitStatus, 1)
        let inTurns = (6...10).map { run($0, 1.5, recordedAt: Int64($0 - 5) * 2) }
        XCTAssertEqual(try gate(before, inTurns).exitStatus, 1)
    }
}
