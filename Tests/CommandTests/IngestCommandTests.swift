import Foundation
import XCTest

/// `stacksift ingest` as people type it.
final class IngestCommandTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("stacksift-ingest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: url) }
        folder = url.path
    }

    private var store: String { folder + "/store.db" }

    private func ingest(_ words: [String], input: Data? = nil, status: Int32 = 0) throws -> String {
        let result = try StackSiftCommand.run(["ingest", store] + words, input: input)
        XCTAssertEqual(result.status, status, "\(words): \(result.errors)")
        return result.errors
    }

    private func ask(_ sql: String) throws -> [String] {
        let result = try StackSiftCommand.run(["query", store, sql, "--csv"])
        XCTAssertEqual(result.status, 0, result.errors)
        return result.text.split(separator: "\r\n").dropFirst().map(String.init)
    }

    private func sample(_ path: String) -> URL {
        StackSiftCommand.repository.appendingPathComponent("SampleTraces/\(path)")
    }

    func testContentIsTakenOnceWhateverItsCompression() throws {
        let plain = "SampleTraces/perf/orders/base/run1.perf.txt"
        XCTAssertTrue(try ingest([plain]).contains("1 added"))
        let copy = folder + "/copy.gz"
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
        gzip.arguments = ["-c", "gzip -c '\(sample("perf/orders/base/run1.perf.txt").path)' > '\(copy)'"]
        try gzip.run()
        gzip.waitUntilExit()
        XCTAssertTrue(try ingest([copy, plain, "SampleTraces/pprof/orders/base"]).contains("5 added, 2 known"))
        let bytes = try Data(contentsOf: sample("pprof/orders/base/run2.pb.gz"))
        XCTAssertTrue(try ingest(["-"], input: bytes).contains("0 added, 1 known"))
        XCTAssertEqual(try ask("SELECT count(*), count(DISTINCT content_sha256) FROM profile"), ["6,6"])
        XCTAssertEqual(
            try ask("SELECT content_sha256, content_sha256 = file_sha256 FROM profile WHERE profile_id = 1"),
            ["4031fe2605f2ba83442eb8513a43c0692000d90e8d091a4708c4c32fa4ccabc7,1"])
    }

    func testRowsDoNotDependOnJobs() throws {
        func content(_ jobs: String) throws -> [String] {
            try? FileManager.default.removeItem(atPath: store)
            _ = try ingest(["SampleTraces/perf", "SampleTraces/pstats", "--jobs", jobs])
            return try [
                "SELECT * FROM profile", "SELECT * FROM function", "SELECT * FROM stack", "SELECT * FROM stack_run",
                "SELECT * FROM sample", "SELECT * FROM thread",
            ].flatMap { try ask($0 + " ORDER BY 1, 2, 3") }
        }
        XCTAssertEqual(try content("1"), try content("4"))
    }

    func testLabels() throws {
        let ci = folder + "/ci/main/c0ffee"
        try FileManager.default.createDirectory(atPath: ci, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: sample("pprof/orders/base/run1.pb.gz"), to: URL(fileURLWithPath: ci + "/web1.pb.gz"))
        try "# said by hand\nbuild = 41\nrecorded=2026-11-24\nteam=a=b\n"
            .write(toFile: ci + "/web1.pb.gz.labels", atomically: false, encoding: .utf8)
        _ = try ingest([
            folder + "/ci", "--label-pattern", "ci/{branch}/{commit}/{host}.pb.gz", "--label", "build=42", "--label",
            "role=before",
        ])
        XCTAssertEqual(
            try ask("SELECT role, host, recorded_ns, labels FROM profile_wide"),
            [
                "before,web1,1795478400000000000,"
                    + "\"{\"\"branch\"\":\"\"main\"\",\"\"build\"\":\"\"42\"\",\"\"commit\"\":\"\"c0ffee\"\",\"\"team\"\":\"\"a=b\"\"}\""
            ])
        let errors = try ingest(
            ["SampleTraces/pprof/orders/base/run2.pb.gz", "--label-pattern", "ci/{branch}/x"], status: 2)
        XCTAssertTrue(errors.contains("[labels.pattern]"), errors)
        XCTAssertEqual(try ask("SELECT count(*) FROM profile"), ["1"])
    }

    func testFailuresAreRecordedAndTriedAgainOnlyWhenAsked() throws {
        let bad = folder + "/bad.pstats"
        try Data([0x63, 0x01]).write(to: URL(fileURLWithPath: bad))
        let good = "SampleTraces/pstats/orders/base/run1.pstats"
        XCTAssertTrue(try ingest([bad, good], status: 2).contains("1 added, 1 failed"))
        XCTAssertEqual(try ask("SELECT path, status FROM profile"), ["\(bad),failed", "\(good),ok"])
        XCTAssertEqual(try ask("SELECT count(*) FROM diagnostic WHERE severity = 'error'"), ["1"])
        XCTAssertTrue(try ingest([bad]).contains("1 failed before"))
        XCTAssertTrue(try ingest([bad, "--retry-failed"], status: 2).contains("0 added, 1 failed"))
        XCTAssertEqual(try ask("SELECT count(*) FROM profile WHERE status = 'failed'"), ["1"])
    }

    func testFilesFromAList() throws {
        let list = "SampleTraces/pprof/orders/base/run1.pb.gz\nSampleTraces/pprof/orders/base/run2.pb.gz\n\n"
        XCTAssertTrue(try ingest(["--files-from", "-"], input: Data(list.utf8)).contains("2 added"))
        let file = folder + "/list"
        try Data("SampleTraces/pprof/orders/base/run3.pb.gz\0".utf8).write(to: URL(fileURLWithPath: file))
        XCTAssertTrue(try ingest(["--files-from", file]).contains("1 added"))
    }

    func testRefusals() throws {
        for (words, message) in [
            (["README.md", "SampleTraces/pprof"], "expected a store, or a name that is free"),
            (
                ["SampleTraces/pprof/orders/base/run1.pb.gz", "SampleTraces"],
                "expected a store, or a name that is free"
            ),
            ([store], "expected traces to add"),
            ([store, "SampleTraces", "--label", "x"], "expected --label NAME=VALUE"),
            ([store, "SampleTraces", "--label-pattern", "x"], "expected --label-pattern"),
            ([store, "absent"], "expected a file, folder or glob"),
        ] {
            let result = try StackSiftCommand.run(["ingest"] + words)
            XCTAssertEqual(result.status, 2, "\(words)")
            XCTAssertTrue(result.errors.contains(message), "\(words): \(result.errors)")
        }
        XCTAssertFalse(FileManager.default.fileExists(atPath: store))
    }

    func testSeveralIngestsWaitForEachOther() throws {
        let parts = ["perf", "pstats", "pprof", "cpuprofile"]
        let processes = try parts.map { part in
            let process = Process()
            process.executableURL = StackSiftCommand.binary
            process.arguments = ["ingest", store, "SampleTraces/\(part)/orders/base", "--quiet", "--jobs", "1"]
            process.currentDirectoryURL = StackSiftCommand.repository
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            XCTAssertEqual(process.terminationStatus, 0)
        }
        XCTAssertEqual(try ask("SELECT count(*) FROM profile WHERE status = 'ok'"), ["20"])
        XCTAssertEqual(try ask("PRAGMA integrity_check"), ["ok"])
        XCTAssertEqual(try ask("PRAGMA foreign_key_check"), [])
        XCTAssertEqual(try ask("SELECT count(*) FROM stack GROUP BY parent_id, function_id HAVING count(*) > 1"), [])
    }

    /// Killed a few times here; Scripts/store_endurance.py does it with thousands of files and dozens of kills.
    func testAKilledIngestIsContinued() throws {
        let whole = folder + "/whole.db"
        let traces = ["SampleTraces/perf/orders", "SampleTraces/cpuprofile/orders"]
        XCTAssertEqual(try StackSiftCommand.run(["ingest", whole] + traces).status, 0)
        for delay in [20_000, 60_000, 120_000, 200_000] as [UInt32] {
            let process = Process()
            process.executableURL = StackSiftCommand.binary
            process.arguments = ["ingest", store, "--quiet"] + traces
            process.currentDirectoryURL = StackSiftCommand.repository
            try process.run()
            usleep(delay)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        _ = try ingest(traces)
        for table in [
            "profile", "function_name", "stack_chain", "stack_run", "function_sum", "sample", "thread", "diagnostic",
        ] {
            let sql = "SELECT * FROM \(table) ORDER BY 1, 2, 3"
            let expected = try StackSiftCommand.run(["query", whole, sql, "--csv"]).text
            XCTAssertEqual(try StackSiftCommand.run(["query", store, sql, "--csv"]).text, expected, table)
        }
        XCTAssertEqual(try ask("PRAGMA integrity_check"), ["ok"])
    }
}
