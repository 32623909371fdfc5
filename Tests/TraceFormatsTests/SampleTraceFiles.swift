import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// The traces under SampleTraces, and the goldens beside the tests.
enum SampleTraceFiles {
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The recordings beside the repository; nil where they are absent.
    static var shared: URL? {
        let folder = repository.deletingLastPathComponent().appendingPathComponent("shared/traces")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// Every sample in `folder` of SampleTraces, sorted; all of them when it is empty.
    static func all(in folder: String = "") -> [URL] {
        files(under: repository.appendingPathComponent("SampleTraces").appendingPathComponent(folder))
            .filter { $0.pathExtension != "md" }
    }

    /// Every file under a folder, sorted, but no hidden ones.
    static func files(under folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.allObjects as? [URL] ?? []).filter {
            !$0.hasDirectoryPath && !$0.lastPathComponent.hasPrefix(".")
        }
        return files.sorted { $0.path < $1.path }
    }

    /// Reads a trace, its format told by content.
    static func read(_ file: URL) throws -> Profile {
        var options = ReadOptions()
        options.detail = .everything
        return try FormatRegistry.read(ByteReader(path: file.path), options: options)
    }

    /// Holds each sample of a format against the golden of the same path in `Tests/TraceFormatsTests/<room>/Golden`.
    ///
    /// `STACKSIFT_BLESS=1` writes the goldens anew; a missing one fails.
    static func checkGoldens(_ folder: String, room: String, line: UInt = #line) throws {
        let samples = all(in: folder)
        XCTAssertFalse(samples.isEmpty, "no samples in \(folder)", line: line)
        let root = repository.appendingPathComponent("SampleTraces/\(folder)").path
        for sample in samples {
            let name = sample.path.dropFirst(root.count + 1).replacingOccurrences(of: "/", with: "_")
            let golden = repository.appendingPathComponent("Tests/TraceFormatsTests/\(room)/Golden/\(name).txt")
            let text = ProfileText(try read(sample)).text
            if ProcessInfo.processInfo.environment["STACKSIFT_BLESS"] == "1" {
                try FileManager.default.createDirectory(
                    at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: golden)
            }
            let expected = try? String(contentsOf: golden, encoding: .utf8)
            XCTAssertEqual(text, expected, "\(golden.path) (STACKSIFT_BLESS=1 writes it)", line: line)
        }
    }
}
