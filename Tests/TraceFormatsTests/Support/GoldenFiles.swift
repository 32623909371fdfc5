import Foundation
import StackModel
import TraceFormats
import TraceInput
import XCTest

/// Sample traces, and what StackSift makes of them.
///
/// A golden stands in `Tests/Goldens/FORMAT`. With `STACKSIFT_BLESS=1` in the environment goldens
/// are written anew instead of compared; look at what changed before committing it.
enum GoldenFiles {
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The recordings beside the repository; nil where they are absent.
    static var sharedTraces: URL? {
        let folder = repository.deletingLastPathComponent().appendingPathComponent("shared/traces")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// All sample traces under `SampleTraces/folder`, sorted by path.
    static func samples(_ folder: String) throws -> [URL] {
        let root = repository.appendingPathComponent("SampleTraces/\(folder)")
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        let files = (found?.allObjects as? [URL] ?? []).filter {
            (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false
        }
        XCTAssertFalse(files.isEmpty, "no samples in \(root.path)")
        return files.sorted { $0.path < $1.path }
    }

    /// Reads a file, told by content, keeping every sample.
    static func read(_ url: URL) throws -> Profile {
        var options = ReadOptions()
        options.detail = .everything
        return try FormatRegistry.read(ByteReader(path: url.path), options: options)
    }

    /// Holds every sample in `SampleTraces/id` (or in a folder of it) against its golden; each is told by content alone to
    /// be of format `id`, and of no other.
    static func check(_ id: String, folder: String? = nil) throws {
        let goldens = repository.appendingPathComponent("Tests/Goldens/\(id)")
        for sample in try samples(folder.map { "\(id)/\($0)" } ?? id) {
            XCTAssertEqual(try claims(sample), [id], sample.path)
            let profile = try read(sample)
            XCTAssertEqual(profile.metadata.format, id, sample.path)
            let version = sample.deletingLastPathComponent().lastPathComponent
            let golden = goldens.appendingPathComponent("\(version)-\(sample.lastPathComponent).txt")
            let text = ProfileDump.text(profile)
            if ProcessInfo.processInfo.environment["STACKSIFT_BLESS"] != nil {
                try FileManager.default.createDirectory(at: goldens, withIntermediateDirectories: true)
                try text.write(to: golden, atomically: true, encoding: .utf8)
            }
            let expected = try? String(contentsOf: golden, encoding: .utf8)
            XCTAssertEqual(text, expected ?? "no golden: \(golden.lastPathComponent)", sample.path)
        }
    }

    /// What every format says of the first bytes of a file, those that say no left out.
    static func verdicts(_ url: URL) throws -> [String: SniffVerdict] {
        let reader = try ByteReader(path: url.path)
        let head = try reader.peek()
        return withExtendedLifetime(reader) {
            var verdicts: [String: SniffVerdict] = [:]
            for format in FormatRegistry.all {
                let verdict = format.sniff(head)
                if verdict != .no { verdicts[format.descriptor.id] = verdict }
            }
            return verdicts
        }
    }

    /// The formats that claim a file with a yes, by its first bytes.
    static func claims(_ url: URL) throws -> [String] {
        try verdicts(url).filter { $0.value == .yes }.keys.sorted()
    }
}
