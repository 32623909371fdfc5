import Foundation
import XCTest

/// Another tool that judges what StackSift writes; tests that need it are skipped where it is absent.
struct OtherTool {
    private let path: String

    /// The tool `name` on PATH.
    init(_ name: String) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { throw XCTSkip("\(name) is not installed here") }
        path = found
    }

    /// Runs the tool and gives its status and output; stderr too where `withErrors`.
    func run(
        _ arguments: [String], input: Data = Data(), withErrors: Bool = false
    ) throws -> (status: Int32, text: String) {
        let result = try collect(arguments, input: input, withErrors: withErrors)
        return (result.status, String(decoding: result.data, as: UTF8.self))
    }

    /// What the tool writes to stdout; it must end well.
    func data(_ arguments: [String], input: Data = Data()) throws -> Data {
        let result = try collect(arguments, input: input, withErrors: false)
        XCTAssertEqual(result.status, 0, "\(path) \(arguments)")
        return result.data
    }

    private func collect(
        _ arguments: [String], input: Data, withErrors: Bool
    ) throws -> (status: Int32, data: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        let source = Pipe()
        process.standardOutput = output
        process.standardError = withErrors ? output : FileHandle.nullDevice
        process.standardInput = source
        try process.run()
        DispatchQueue.global().async {
            try? source.fileHandleForWriting.write(contentsOf: input)
            try? source.fileHandleForWriting.close()
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }
}

/// A folder for the outputs of one test, gone with it.
final class ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("stacksift-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
