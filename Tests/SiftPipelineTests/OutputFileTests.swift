import Foundation
import XCTest

@testable import SiftPipeline

/// Output files are whole or absent, and nothing but files is ever replaced.
final class OutputFileTests: XCTestCase {
    private var folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)

    override func setUpWithError() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

    private struct Trouble: Error {}

    func testAFileIsReplacedAsAWhole() throws {
        let path = folder.appendingPathComponent("out.txt").path
        try OutputFile.write(to: path) { try $0(Array("first".utf8)) }
        XCTAssertThrowsError(
            try OutputFile.write(to: path) { write in
                try write(Array("sec".utf8))
                throw Trouble()
            })
        XCTAssertEqual(try String(contentsOfFile: path, encoding: .utf8), "first")
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path), ["out.txt"])
    }

    /// Renaming over `/dev/null` would take it away from the whole machine.
    func testADeviceIsWrittenNotReplaced() throws {
        let link = folder.appendingPathComponent("null").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
        try OutputFile.write(to: link) { try $0(Array("gone".utf8)) }
        XCTAssertEqual(try FileManager.default.destinationOfSymbolicLink(atPath: link), "/dev/null")
        XCTAssertEqual(
            try FileManager.default.attributesOfItem(atPath: link)[.type] as? FileAttributeType, .typeSymbolicLink)
    }
}
