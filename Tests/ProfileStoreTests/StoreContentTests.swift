import ProfileStore
import StackModel
import XCTest

/// What is in a store, against figures counted by hand.
final class StoreContentTests: XCTestCase {
    private func reader(_ keep: KeepDetail = .samples) throws -> StoreReader {
        try ProfileStoreWriter.load(profiles: Fixture.all(), keep: keep)
    }

    func testFunctionTotalsCountRecursionOnce() throws {
        let rows = try lines(reader(), "SELECT function, self, total FROM top WHERE profile_id = 1 ORDER BY function")
        XCTAssertEqual(rows, ["leaf;x|10|10", "main|1|19", "work<int>(char)|8|18"])
    }

    func testSelfAndFramelessSamplesMakeTheTotal() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(
                store,
                "SELECT value_type, is_default, total, sample_count FROM profile_value JOIN value_type "
                    + "USING (value_type_id) WHERE profile_id = 1 ORDER BY value_type"),
            ["cycles|1|119|5", "page-faults|0|2|1", "samples|0|5|5", "samples:page-faults|0|1|1"])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT value_type, sum(self) FROM function_value JOIN value_type USING (value_type_id) "
                    + "WHERE profile_id = 1 GROUP BY 1 ORDER BY 1"),
            ["cycles|19", "page-faults|2", "samples|4", "samples:page-faults|1"])
    }

    func testStacksAreSharedAndOutermostAddsUp() throws {
        let store = try reader()
        let differing = """
            SELECT count(*) FROM function_value fv
            JOIN (
                SELECT profile_id, value_type_id, function_id, sum(sv.self) AS own,
                    sum(CASE WHEN outermost = 1 THEN sv.total ELSE 0 END) AS whole
                FROM stack_value sv JOIN stack USING (stack_id) GROUP BY 1, 2, 3
            ) USING (profile_id, value_type_id, function_id)
            JOIN profile USING (profile_id)
            WHERE stack_fidelity = 'exact' AND (own <> fv.self OR whole <> fv.total)
            """
        XCTAssertEqual(try lines(store, differing), ["0"])
        // /usr/bin/app and /build/2/app are one module, so main is one function and one path in both profiles.
        XCTAssertEqual(
            try lines(store, "SELECT function, place, module, short_name FROM function WHERE function LIKE 'main'"),
            ["main|app|app|-"])
        XCTAssertEqual(
            try lines(
                store, "SELECT count(DISTINCT profile_id) FROM stack_value WHERE stack_id = 1"), ["2"])
        XCTAssertEqual(
            try lines(store, "SELECT short_name, kind FROM function WHERE function LIKE 'work%'"), ["work|native"])
    }

    func testFoldedCallersAndCallees() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(
                store, "SELECT path, value FROM folded WHERE profile_id = 1 AND is_default = 1 ORDER BY depth"),
            [
                "main|1", "main;work<int>(char)|3", "main;work<int>(char);work<int>(char)|5",
                "main;work<int>(char);work<int>(char);leaf:x|10",
            ])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT caller, self, total FROM callers WHERE profile_id = 1 AND is_default = 1 "
                    + "AND function = 'work<int>(char)' ORDER BY 1"), ["main|3|18", "work<int>(char)|5|0"])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT callee, self, total FROM callees WHERE profile_id = 1 AND is_default = 1 "
                    + "AND function = 'work<int>(char)' ORDER BY 1"), ["leaf;x|10|10", "work<int>(char)|5|0"])
        XCTAssertEqual(try lines(store, "SELECT count(*) FROM vital_few WHERE profile_id = 1"), ["2"])
    }

    func testSamplesKeepTimesThreadsAndLabels() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(
                store,
                "SELECT time_ns, pid, tid, thread, function, value FROM sample_wide WHERE profile_id = 1 "
                    + "ORDER BY time_ns DESC LIMIT 2"),
            ["3500000000|5000000000|7|app|work<int>(char)|2", "3000000000|5000000000|7|app|-|100"])
        XCTAssertEqual(
            try lines(store, "SELECT value, labels FROM sample_wide WHERE profile_id = 2 AND labels IS NOT NULL"),
            ["2|{\"k\":\"v\",\"n\":7}", "20|{\"k\":\"v\",\"n\":7}"])
        XCTAssertEqual(try lines(store, "SELECT profile_id, count(*) FROM sample GROUP BY 1"), ["1|6", "2|6"])
        XCTAssertEqual(try lines(reader(.aggregates), "SELECT count(*) FROM sample"), ["0"])
    }

    func testSpansAndCounters() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(store, "SELECT span, start_ns, duration_ns, tid FROM span JOIN thread USING (thread_id)"),
            ["request|1000000000|7|7"])
        XCTAssertEqual(
            try lines(
                store, "SELECT counter, unit, time_ns, value FROM counter JOIN counter_sample USING (counter_id)"),
            ["heap|bytes|1000000000|5.0", "heap|bytes|2000000000|9007199254740991.0"])
        XCTAssertEqual(try lines(reader(.aggregates), "SELECT count(*) FROM span"), ["0"])
    }

    func testLinesModulesAndBrokenNames() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(
                store,
                "SELECT function, line, self, total FROM hot_lines WHERE profile_id = 2 AND is_default = 1 "
                    + "ORDER BY line"), ["main|3|10|60", "main|4|0|20", "b\u{FFFD}|9|50|50"])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT profile_id, module, m.self, m.total FROM module_value m JOIN profile_value "
                    + "USING (profile_id, value_type_id) WHERE is_default = 1 ORDER BY 1"),
            ["1|app|19|19", "2|app|60|60"])
    }

    func testACallGraphKeepsItsExactFigures() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(store, "SELECT function, self, total FROM top WHERE profile_id = 3"), ["b|60|60", "a|40|100"])
        XCTAssertEqual(
            try lines(store, "SELECT stack_fidelity, sample_count FROM profile_wide WHERE profile_id = 3"),
            ["estimated|-"])
        XCTAssertEqual(
            try lines(store, "SELECT calls, primitive_calls, self FROM call_edge ORDER BY calls"), ["1|-|-", "3|3|60"])
        XCTAssertEqual(
            try lines(store, "SELECT value_type, caller, total FROM callers WHERE function = 'b' ORDER BY 1"),
            ["calls|a|3", "time|a|60"])
        XCTAssertEqual(
            try lines(store, "SELECT path, value FROM folded WHERE profile_id = 3 AND is_default = 1 ORDER BY 1"),
            ["a|40", "a;b|60"])
    }

    func testProfilesDiagnosticsAndTrend() throws {
        let store = try reader()
        XCTAssertEqual(
            try lines(store, "SELECT path, role, commit_label, total FROM profile_wide ORDER BY profile_id"),
            ["a.perf|before|abc|119", "b.pb.gz|after|-|60", "c.pstats|-|-|100", "empty|-|-|-"])
        XCTAssertEqual(
            try lines(store, "SELECT severity, code, first_offset, first_line FROM diagnostic"), ["warning|perf.x|9|2"])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT profile_id, self, self_change FROM trend WHERE function = 'main' AND value_type = 'samples' "
                    + "ORDER BY profile_id"), ["1|1|-", "2|1|0"])
    }
}
