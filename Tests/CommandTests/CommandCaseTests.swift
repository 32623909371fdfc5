import Foundation
import XCTest

/// Runs every case of `cases/TOPIC/WHAT`: `cmd` is what a user types, `expout`, `experr` and `exit` what must come.
///
/// `cmd` is run by sh in the repository's folder with `stacksift` on the PATH and a fresh folder `$OUT`, whose path
/// reads `$OUT` in what is compared. Without `exit` the status must be 0; without `expout` or `experr` nothing may be printed
/// there. BLESS=1 writes what came in place of comparing it.
final class CommandCaseTests: XCTestCase {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("cases")

    private static var cases: [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
        return found.compactMap { $0 as? URL }.filter { $0.lastPathComponent == "cmd" }
            .map { $0.deletingLastPathComponent() }.sorted { $0.path < $1.path }
    }

    func testEveryCase() throws {
        let cases = Self.cases
        XCTAssertGreaterThan(cases.count, 10)
        let isBlessing = ProcessInfo.processInfo.environment["BLESS"] == "1"
        for url in cases {
            let command = try String(contentsOf: url.appendingPathComponent("cmd"), encoding: .utf8)
            let result = try ShellCommand.run(command)
            if isBlessing {
                try write(result.output, to: url.appendingPathComponent("expout"))
                try write(result.errors, to: url.appendingPathComponent("experr"))
                let status = result.status == 0 ? "" : "\(result.status)\n"
                try write(status, to: url.appendingPathComponent("exit"))
            } else {
                let what = url.path.dropFirst(Self.folder.path.count + 1)
                XCTAssertEqual(result.output, expected(url, "expout"), "\(what): stdout")
                XCTAssertEqual(result.errors, expected(url, "experr"), "\(what): stderr")
                let status = expected(url, "exit").trimmingCharacters(in: .whitespacesAndNewlines)
                XCTAssertEqual("\(result.status)", status.isEmpty ? "0" : status, "\(what): exit status")
            }
        }
    }

    private func expected(_ url: URL, _ name: String) -> String {
        (try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    private func write(_ text: String, to url: URL) throws {
        if text.isEmpty {
            try? FileManager.default.removeItem(at: url)
        } else {
            try Data(text.utf8).write(to: url)
        }
    }
}

/// A line for sh, as a user types it.
enum ShellCommand {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs `line` in the repository's folder with the built command on the PATH and a fresh, empty `$OUT`.
    static func run(_ line: String) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stacksift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = StackSiftCommand.repository
        var environment = ProcessInfo.processInfo.environment
        let tools = StackSiftCommand.binary.deletingLastPathComponent().path
        environment["PATH"] = tools + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["OUT"] = folder.path
        environment["COLUMNS"] = nil
        process.environment = environment
        let (output, errors) = (folder.path + ".out", folder.path + ".err")
        for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        defer { for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) } }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        func text(_ path: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
                .replacingOccurrences(of: folder.path, with: "$OUT")
        }
        return Result(status: process.terminationStatus, output: try text(output), errors: try text(errors))
    }
}
