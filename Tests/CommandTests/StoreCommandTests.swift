import Foundation
import XCTest

/// `stacksift store`, and profiles of stores where traces are taken.
final class StoreCommandTests: XCTestCase {
    private var store = ""
    private let traces = [
        "SampleTraces/perf/orders/base/run1.perf.txt", "SampleTraces/pprof/orders/base/run1.pb.gz",
        "SampleTraces/cpuprofile/orders/base/run1.cpuprofile", "SampleTraces/pstats/orders/base/run1.pstats",
    ]

    override func setUpWithError() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("stacksift-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: url) }
        store = url.path + "/store.db"
    }

    private func run(_ words: String..., status: Int32 = 0) throws -> StackSiftCommand.Result {
        let result = try StackSiftCommand.run(words)
        XCTAssertEqual(result.status, status, "\(words): \(result.errors)")
        return result
    }

    func testStoredProfilesFoldAsTheirTraces() throws {
        _ = try StackSiftCommand.run(["ingest", store] + traces)
        for (number, trace) in traces.enumerated() {
            let stored = try run("fold", "\(store):#\(number + 1)", "--quiet")
            XCTAssertEqual(stored.text, try run("fold", trace, "--quiet").text, trace)
        }
        let merged = try run("fold", "\(store):format=pprof", traces[1], "--quiet", "--value", "samples")
        let twice = try run("fold", traces[1], traces[1], "--quiet", "--value", "samples")
        XCTAssertEqual(merged.text, twice.text)
    }

    func testSelectorsChooseSides() throws {
        for (role, folder) in [("before", "base"), ("after", "slow30")] {
            _ = try run("ingest", store, "SampleTraces/perf/orders/\(folder)", "--label", "role=\(role)", "--quiet")
        }
        let result = try run("diff", "\(store):role=before", "--against", "\(store):role=after", "--json", "--quiet")
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        let meta = try XCTUnwrap(object["meta"] as? [String: Any])
        XCTAssertEqual(meta["n_before"] as? Int, 5)
        XCTAssertEqual(meta["n_after"] as? Int, 5)
        XCTAssertTrue(try run("top", "\(store):role=during", status: 2).errors.contains("[store.selector]"))
        XCTAssertTrue(try run("top", "\(store):role", status: 2).errors.contains("[store.selector]"))
        XCTAssertTrue(try run("top", "\(store):#99", status: 2).errors.contains("[store.selector]"))
    }

    func testLookingAfterAStore() throws {
        _ = try StackSiftCommand.run(["ingest", store, "--label", "commit=abc"] + traces)
        let list = try run("store", "list", store, "--as", "csv").text.split(separator: "\r\n")
        XCTAssertEqual(list.count, 5)
        XCTAssertTrue(
            list[1].hasPrefix("1,ok,perf,,,2064192522,nanoseconds,\"{\"\"commit\"\":\"\"abc\"\"}\""), String(list[1]))
        XCTAssertTrue(try run("store", "show", store).text.contains("profiles    4 ok"))
        let shown = try run("store", "show", "\(store):format=pprof").text
        XCTAssertTrue(shown.contains("value           cpu: 3450000000 nanoseconds (default)"), shown)
        XCTAssertTrue(shown.contains("label           commit=abc"), shown)
        XCTAssertTrue(try run("store", "remove", store, status: 2).errors.contains("expected STORE:SELECTOR"))
        _ = try run("store", "remove", "\(store):format=pprof", "--dry-run")
        XCTAssertEqual(try run("store", "list", store, "--as", "csv").text.split(separator: "\r\n").count, 5)
        XCTAssertTrue(try run("store", "remove", "\(store):format=pprof").errors.contains("removed 1 profiles: #2"))
        XCTAssertTrue(try run("store", "prune", store).errors.contains("removed "))
        _ = try run("store", "vacuum", store)
        XCTAssertTrue(try run("store", "check", store).errors.contains("sound"))
        XCTAssertEqual(try run("store", "list", store, "--as", "csv").text.split(separator: "\r\n").count, 4)
    }

    func testNamedQuestions() throws {
        _ = try StackSiftCommand.run(["ingest", store] + traces)
        let listed = try run("query", "--list").text
        for name in ["top", "callers", "folded", "trend", "window", "subtree"] {
            XCTAssertTrue(listed.contains("\n\(name) "), name)
        }
        XCTAssertEqual(
            try run("query", store, "--named", "top", "--param", "profile=1", "--param", "limit=1", "--csv").text,
            "function,module,self,total,self_percent\r\nscore_order,orders,829488443,833500479,40.2\r\n")
        XCTAssertEqual(
            try run("query", store, "SELECT :a || :b AS x", "--param", "a=1", "--param", "b=z", "--csv").text,
            "x\r\n1z\r\n")
        for (words, message) in [
            (["--named", "tops"], "near to it: top"), (["--named", "top", "--param", "x=1"], "found a value for :x"),
            (["SELECT :a"], "expected a value for the parameter :a"),
            (["SELECT ?"], "expected a value for the parameter ?"),
            (["--named", "top", "--param", "x"], "expected --param NAME=VALUE"),
        ] {
            let result = try StackSiftCommand.run(["query", store] + words)
            XCTAssertEqual(result.status, 2)
            XCTAssertTrue(result.errors.contains(message), "\(words): \(result.errors)")
        }
    }
}
