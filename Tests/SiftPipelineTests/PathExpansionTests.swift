import Foundation
import SiftPipeline
import XCTest

/// Words of a command line become files, in a settled order.
final class PathExpansionTests: XCTestCase {
    func testFoldersAndGlobsAreSorted() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stacksift-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["b/2.txt", "b/1.txt", "a.txt", ".hidden"] {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        let names = ["a.txt", "b/1.txt", "b/2.txt"].map { folder.path + "/" + $0 }
        XCTAssertEqual(try PathExpansion.expand([folder.path]), names)
        XCTAssertEqual(try PathExpansion.expand([folder.path + "/b/*.txt"]), Array(names.dropFirst()))
        XCTAssertThrowsError(try PathExpansion.expand([folder.path + "/none*"]))
    }
}
