import ProfileAnalysis
import ProfileStore
import StackModel
import XCTest

/// Profiles that are read back out of a store.
final class StoredProfileTests: XCTestCase {
    private func back(_ number: Int64, _ keep: KeepDetail, _ detail: SampleDetail = .everything) throws -> Profile {
        try ProfileStoreWriter.load(profiles: Fixture.all() + Fixture.random(seed: 5, count: 1), keep: keep)
            .profile(number, detail: detail, name: "x.db:#\(number)")
    }

    /// Self and total of every function under its key, and the sum, for one selection.
    private func figures(_ profile: Profile, _ value: String?) throws -> [String] {
        let selection = try profile.selection(named: value)
        var groups = FrameGroups(identity: .functionKey)
        let groupOf = groups.add(profile)
        let summary = FunctionSummary(profile, selection, groups: groupOf, groupCount: groups.count)
        var rows = ["total \(summary.total) \(profile.total(selection).samples)"]
        var sums: [String: (Int64, Int64)] = [:]
        for row in summary.rows where row.selfValue != 0 || row.totalValue != 0 {
            let sum = sums[groups.name(row.group).text] ?? (0, 0)
            sums[groups.name(row.group).text] = (sum.0 + row.selfValue, sum.1 + row.totalValue)
        }
        rows += sums.map { "\($0.key) \($0.value.0) \($0.value.1)" }.sorted()
        return rows
    }

    func testFiguresAreThoseOfTheTrace() throws {
        let originals = Fixture.all() + Fixture.random(seed: 5, count: 1)
        for (number, values) in [
            (1, ["cycles", "page-faults", "samples", "samples:page-faults"]), (2, ["samples", "cpu"]),
            (3, ["time", "calls"]), (5, ["cycles"]),
        ] {
            for keep in [KeepDetail.samples, .aggregates] {
                for detail in [SampleDetail.everything, .stacks] {
                    let profile = try back(Int64(number), keep, detail)
                    for value in values {
                        XCTAssertEqual(
                            try figures(profile, value), try figures(originals[number - 1].profile, value),
                            "\(number) \(keep) \(detail) \(value)")
                    }
                    XCTAssertEqual(
                        profile.valueType(profile.defaultValueType),
                        originals[number - 1].profile.valueType(originals[number - 1].profile.defaultValueType))
                }
            }
        }
    }

    func testSamplesKeepTheirPlaces() throws {
        let profile = try back(1, .samples)
        XCTAssertEqual(profile.samples.count, 6)
        XCTAssertEqual(profile.samples.time(0), 1_000_000_000)
        let thread = profile.threads[profile.samples.key(0).thread]
        XCTAssertEqual(thread.processID, 5_000_000_000)
        XCTAssertEqual(profile.text(thread.command), "app")
        XCTAssertTrue(profile.samples.key(4).stack.isNone)
        XCTAssertEqual(profile.metadata.sources, ["x.db:#1"])
        let labelled = try back(2, .samples)
        XCTAssertEqual(labelled.samples.layout, .wide(2))
        let sets = (0..<labelled.samples.count).map { labelled.labels[labelled.samples.key($0).labels].count }
        XCTAssertEqual(sets, [0, 2, 0])
    }

    func testCallGraphs() throws {
        let profile = try back(3, .samples)
        XCTAssertTrue(profile.isCallGraph)
        XCTAssertEqual(profile.callGraph.edgeCount, 2)
        let edges = (0..<2).map { profile.callGraph.edge($0) }
        XCTAssertEqual(Set(edges.map(\.hasTimes)), [true, false])
        XCTAssertEqual(edges.map(\.figures.calls).sorted(), [1, 3])
    }

    func testWhatIsNotThere() throws {
        XCTAssertThrowsError(try back(9, .samples))
        let path = try Fixture.folder(self) + "/x.db"
        let appender = try StoreAppender(path: path, toolVersion: "test")
        let error = TraceError(code: "x", at: SourceLocation(file: "a"), expected: "a", found: "b")
        _ = try appender.add(FailedTrace(path: "a", fileHash: "h", error: error))
        XCTAssertThrowsError(try openForQuery(path: path).profile(1, detail: .stacks, name: "")) {
            XCTAssertTrue("\($0)".contains("could not be read when it was added"), "\($0)")
        }
    }
}
