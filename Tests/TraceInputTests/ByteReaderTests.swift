import StackModel
import TraceInput
import XCTest

/// Lines are the same however the source gives its bytes.
final class ByteReaderTests: XCTestCase {
    private func lines(_ text: String, chunk: Int) throws -> [String] {
        let source = MemorySource(Array(text.utf8), chunk: chunk)
        let reader = try ByteReader(source: source, name: "test", bufferSize: 16)
        var lines: [String] = []
        while let line = try reader.nextLine() { lines.append(line.text) }
        return lines
    }

    func testLinesDoNotDependOnChunks() throws {
        let text = "first\n\nthird, which is longer than the buffer\r\nlast without end"
        let expected = ["first", "", "third, which is longer than the buffer", "last without end"]
        for chunk in [1, 2, 3, 7, 1 << 20] { XCTAssertEqual(try lines(text, chunk: chunk), expected) }
    }

    func testLongLineIsRefused() throws {
        var limits = InputLimits()
        limits.lineBytes = 100
        let source = MemorySource([UInt8](repeating: 0x61, count: 5000))
        let reader = try ByteReader(source: source, name: "test", limits: limits)
        XCTAssertThrowsError(try reader.nextLine()) { error in
            XCTAssertEqual((error as? TraceError)?.code, "input.line.length")
        }
    }
}
