import Foundation
import XCTest

/// The reference answers of the formats beside perf, pprof, pstats and .cpuprofile, through the commands: folded stacks,
/// drawings, speedscope, memory_profiler, plans. `JSONFormatAnswerTests` has the rest.
final class OtherReferenceTests: XCTestCase {
    private typealias Row = TraceAnswers.Row

    /// Checks names with their figures against the sums of our rows of these names.
    private func compare(
        _ expected: [Row], _ ours: [Row], _ figure: String, factor: Double = 1, name: String = "name", _ place: String
    ) {
        XCTAssertFalse(expected.isEmpty, place)
        for row in expected {
            let mine = ours.filter { $0[name] as? String == row["name"] as? String }
            let sum = mine.reduce(0.0) { $0 + ($1.number(figure) ?? 0) }
            XCTAssertEqual(
                sum, (row.number("value") ?? -1) * factor, accuracy: 0.5, "\(place): \(row["name"] ?? "") \(figure)")
        }
    }

    private func defaultType(_ info: Row) throws -> Row {
        try XCTUnwrap(info.rows("value_types").first { $0["default"] as? Bool == true })
    }

    func testFoldedStacks() throws {
        for answer in try ReferenceAnswer.of("folded") {
            let ours = TraceAnswers(trace: answer.trace)
            let type = try defaultType(ours.info())
            XCTAssertEqual(type.integer("samples"), answer.facts.integer("stacks"), answer.trace.path)
            for key in ["total", "max_depth"] {
                XCTAssertEqual(type.integer(key), answer.facts.integer(key), "\(answer.trace.path) \(key)")
            }
            let rows = try ours.top()
            // A stack without frames is the answer's function of no name, and in none of ours.
            for (list, figure) in [("top_self", "self"), ("top_total", "total")] {
                let expected = answer.facts.rows(list)
                compare(expected.filter { $0["name"] as? String != "" }, rows, figure, answer.trace.path)
                guard let nameless = expected.first(where: { $0["name"] as? String == "" }) else { continue }
                let functionless = (type.integer("total") ?? 0) - rows.reduce(0) { $0 + ($1.integer("self") ?? 0) }
                XCTAssertEqual(functionless, nameless.integer("value"), answer.trace.path)
            }
        }
    }

    /// The answer lists boxes by name and value, so each must be among the rows of the tree.
    func testDrawings() throws {
        for answer in try ReferenceAnswer.of("flamegraph-svg") {
            let ours = TraceAnswers(trace: answer.trace)
            let info = try ours.info()
            XCTAssertEqual((info["file_counts"] as? Row)?.integer("frames"), answer.facts.integer("boxes"))
            let total = try defaultType(info).integer("total")
            for told in answer.facts["total_samples"] as? [String] ?? [] { XCTAssertEqual(total, Int64(told)) }
            let tree = try ours.query("select function, total from tree").map { row in
                "\(row["function"] ?? "") \(row.integer("total") ?? -1)"
            }
            var left = Dictionary(grouping: tree) { $0 }.mapValues(\.count)
            for widest in answer.facts["widest"] as? [[Any]] ?? [] {
                let box = "\(widest[0]) \(widest[1])"
                left[box, default: 0] -= 1
                XCTAssertGreaterThanOrEqual(left[box] ?? -1, 0, "\(answer.trace.path): \(box)")
            }
        }
    }

    func testSpeedscopeProfiles() throws {
        for answer in try ReferenceAnswer.of("speedscope") {
            let ours = TraceAnswers(trace: answer.trace)
            let info = try ours.info()
            XCTAssertEqual((info["file_counts"] as? Row)?.integer("frames"), answer.facts.integer("frames"))
            let profiles = answer.facts.rows("profiles")
            XCTAssertEqual((info["file_counts"] as? Row)?.integer("profiles"), Int64(profiles.count))
            XCTAssertEqual(info.integer("max_depth"), profiles.compactMap { $0.integer("max_depth") }.max())
            let end = profiles.compactMap { $0.number("endValue") }.max() ?? -1
            XCTAssertEqual(Double(info.integer("duration_ns") ?? -1), end * 1e9, accuracy: 0.5)
            XCTAssertEqual(Double(info.integer("start_ns") ?? -1), 0)
            for profile in profiles { try compareThread(profile, ours) }
        }
    }

    /// A profile is one thread: `Thread 20686 "second"`.
    private func compareThread(_ profile: Row, _ ours: TraceAnswers) throws {
        let place = "\(ours.trace.path) \(profile["name"] ?? "")"
        XCTAssertEqual(profile["type"] as? String, "sampled", place)
        XCTAssertEqual(profile["unit"] as? String, "seconds", place)
        let id = try XCTUnwrap((profile["name"] as? String)?.firstMatch(of: /Thread (\d+)/)?.1)
        compare(profile.rows("top_self"), try ours.top("--thread", String(id)), "self", factor: 1e9, place)
        compare(profile.rows("top_total"), try namedTotals(ours, thread: String(id)), "total", factor: 1e9, place)
        for (value, figure, factor) in [("time", "total", 1e9), ("samples", "stacks", 1)] {
            let threads = try ours.top("--by", "thread", "--value", value)
            let mine = threads.first { ($0["name"] as? String ?? "").hasSuffix(id) }
            XCTAssertEqual(mine?.number("total") ?? -1, (profile.number(figure) ?? 0) * factor, accuracy: 0.5, place)
        }
    }

    /// What the stacks took that a name is in: functions of one name in several files, which `top` tells apart, count
    /// once for each stack.
    private func namedTotals(_ ours: TraceAnswers, thread: String) throws -> [Row] {
        let folded = try StackSiftCommand.run(["fold", "--quiet", "--thread", thread, ours.trace.path]).text
        var totals: [Substring: Double] = [:]
        for line in folded.split(separator: "\n") {
            let blank = line.lastIndex(of: " ") ?? line.endIndex
            let value = Double(line[blank...].dropFirst()) ?? -1
            for name in Set(line[..<blank].split(separator: ";")) { totals[name, default: 0] += value }
        }
        return totals.map { ["name": String($0.key), "total": $0.value] }
    }

    func testMemoryRecordings() throws {
        for answer in try ReferenceAnswer.of("mprof-dat") {
            let ours = TraceAnswers(trace: answer.trace)
            let place = answer.trace.path
            XCTAssertEqual(
                try ours.query("select command from profile")[0]["command"] as? String,
                answer.facts["cmdline"] as? String)
            let readings = try ours.query(
                "select counter, value, time_ns from counter_sample join counter using (counter_id) order by time_ns")
            let memory = readings.filter { $0["counter"] as? String == "memory" }
            XCTAssertEqual(Int64(memory.count), answer.facts.integer("mem_samples"), place)
            XCTAssertEqual(Int64(readings.count - memory.count), answer.facts.integer("child_samples"), place)
            let most = memory.compactMap { $0.number("value") }.max() ?? -1
            XCTAssertEqual(most, (answer.facts.number("mem_max") ?? 0) * 1_048_576, accuracy: 1, place)
            for (key, row) in [("mem_first", memory.first), ("mem_last", memory.last)] {
                let expected = try XCTUnwrap((answer.facts[key] as? [[Double]])?.first)
                XCTAssertEqual(row?.number("value") ?? -1, expected[0] * 1_048_576, accuracy: 1, "\(place) \(key)")
                XCTAssertEqual((row?.number("time_ns") ?? 0) / 1e9, expected[1], accuracy: 1e-4, "\(place) \(key)")
            }
            try compareCalls(answer, ours)
        }
    }

    /// Every call is a span with what the process grew by in it, and all of them add up to the default value type.
    private func compareCalls(_ answer: ReferenceAnswer, _ ours: TraceAnswers) throws {
        let spans = try ours.query(
            """
            select span, start_ns, duration_ns, number_value as growth
            from span join sample_label using (label_set_id) where label = 'growth' order by span_id
            """)
        let calls = answer.facts.rows("functions")
        XCTAssertEqual(spans.count, calls.count, answer.trace.path)
        for (span, call) in zip(spans, calls) {
            XCTAssertEqual(span["span"] as? String, call["name"] as? String)
            let start = call.number("t_start") ?? -1
            XCTAssertEqual((span.number("start_ns") ?? 0) / 1e9, start, accuracy: 1e-4)
            XCTAssertEqual(
                (span.number("duration_ns") ?? 0) / 1e9, (call.number("t_end") ?? -1) - start, accuracy: 1e-4)
            let grown = (call.number("mem_end") ?? 0) - (call.number("mem_start") ?? 0)
            XCTAssertEqual(span.number("growth") ?? 0, grown * 1_048_576, accuracy: 2)
        }
        // Of calls that nobody marked called: what their process grew by, given back or not.
        let outer = calls.filter { $0.integer("stack_level") == 0 }.reduce(0.0) {
            $0 + (($1.number("mem_end") ?? 0) - ($1.number("mem_start") ?? 0)) * 1_048_576
        }
        let total = try ["growth", "freed"].map { type in
            try ours.top("--value", type).reduce(0.0) { $0 + ($1.number("self") ?? 0) }
        }
        XCTAssertEqual(total[0] - total[1], outer, accuracy: 8, answer.trace.path)
    }

    /// Each step of a plan is one row of the tree that has all its figures.
    func testPlans() throws {
        for answer in try ReferenceAnswer.of("postgres-explain-json") {
            let ours = TraceAnswers(trace: answer.trace)
            let statements = answer.facts.rows("statements")
            XCTAssertEqual(statements.count, 1, "several statements need a split by label")
            let counts = try ours.info()["file_counts"] as? Row
            XCTAssertEqual(counts?.integer("nodes"), statements.first?.integer("nodes"), answer.trace.path)
            for statement in statements { try comparePlan(statement, ours) }
        }
    }

    private func comparePlan(_ statement: Row, _ ours: TraceAnswers) throws {
        let types = [
            "time", "node_time", "rows", "loops", "plan_rows", "shared_hit", "shared_read", "temp_read", "temp_written",
        ]
        let columns =
            types.map { "max(total) filter (where value_type = '\($0)') as \($0)" }
            + types.map { "max(self) filter (where value_type = '\($0)') as own_\($0)" }
        let rows = try ours.query(
            "select function, depth, \(columns.joined(separator: ", ")) from tree group by stack_id order by stack_id")
        for (name, key) in [("Execution", "execution_ms"), ("Planning", "planning_ms")] {
            let row = rows.first { $0["function"] as? String == name && $0.integer("depth") == 1 }
            XCTAssertEqual(row?.number("time") ?? -1, (statement.number(key) ?? -1) * 1e6, accuracy: 0.5)
        }
        XCTAssertTrue(statement["jit"] is NSNull)
        XCTAssertEqual(statement.rows("triggers").count, 0)
        let steps = statement.rows("plan")
        XCTAssertEqual(rows.filter { ($0.integer("depth") ?? 0) > 1 }.count, steps.count)
        for step in steps {
            let mine = rows.filter { isStep(step, $0) }
            XCTAssertEqual(mine.count, 1, "\(ours.trace.path): \(step)")
        }
    }

    private func isStep(_ step: Row, _ row: Row) -> Bool {
        let label = row["function"] as? String ?? ""
        let words = ["node", "relation", "alias", "index"].compactMap { step[$0] as? String }
        let depth = Int64((step["path"] as? [Int] ?? []).count) + 1
        func isNear(_ ours: Double?, _ theirs: Double?, _ factor: Double = 1) -> Bool {
            abs((ours ?? 0) - (theirs ?? 0) * factor) < 0.5
        }
        // Blocks are the server's sums of a step and those below it; rows and loops are each step's own.
        let blocks = ["shared_hit", "shared_read", "temp_read", "temp_written"]
        return words.allSatisfy(label.contains) && row.integer("depth") == depth
            && isNear(row.number("time"), step.number("inclusive_ms"), 1e6)
            && isNear(row.number("own_time"), step.number("self_ms"), 1e6)
            && isNear(row.number("node_time"), step.number("inclusive_ms"), 1e6)
            && isNear(row.number("own_rows"), (step.number("rows_per_loop") ?? 0) * (step.number("loops") ?? 0))
            && isNear(row.number("own_loops"), step.number("loops"))
            && isNear(row.number("own_plan_rows"), step.number("plan_rows"))
            && blocks.allSatisfy { isNear(row.number($0), step.number($0)) }
    }
}
