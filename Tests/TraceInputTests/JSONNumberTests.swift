import StackModel
import TraceInput
import XCTest

/// Lists of numbers: whatever their digits, blanks and ends, they read as one number after the other does.
final class JSONNumberTests: XCTestCase {
    func testListsReadAsTheirNumbers() throws {
        let numbers = [
            "0", "-0", "7", "-7", "12", "1234567", "12345678", "-12345678", "123456789", "10000000", "100000001",
            "123456789012345", "1234567890123456", "999999999999999999", "9223372036854775807",
            "-9223372036854775808", "3.0", "3e2",
        ]
        let expected: [Int64] = [
            0, 0, 7, -7, 12, 1_234_567, 12_345_678, -12_345_678, 123_456_789, 10_000_000, 100_000_001,
            123_456_789_012_345, 1_234_567_890_123_456, 999_999_999_999_999_999, .max, .min, 3, 300,
        ]
        for separator in [",", " ,", ", ", "\n,\t"] {
            for first in numbers.indices {
                let list = Array(numbers[first...] + numbers[..<first])
                let read = try integers("[" + list.joined(separator: separator) + "]")
                XCTAssertEqual(read, Array(expected[first...] + expected[..<first]), "\(separator) from \(list[0])")
            }
        }
    }

    func testBrokenListsAreRefusedWhereTheyBreak() {
        let broken: [(text: String, offset: Int)] = [
            ("[01,2,3,4,5,6,7,8,9,10]", 1), ("[1,-,3,4,5,6,7,8,9,10,11]", 4), ("[1,,3,4,5,6,7,8,9,10,11]", 3),
            ("[1,2", 4), ("[1,2,]", 5), ("[12345678901,01,3,4,5,6,7,8]", 13), ("[1,2.5,3,4,5,6,7,8,9,10]", 3),
            ("[1,2x,3,4,5,6,7,8,9,10]", 4), ("[1;2,3,4,5,6,7,8,9,10]", 2), ("[0000000001,3,4,5,6,7,8]", 1),
            ("[1,\u{663},3,4,5,6,7,8,9,10]", 3), ("[1,2:,3,4,5,6,7,8,9,10]", 4), ("[1,2/,3,4,5,6,7,8,9,10]", 4),
        ]
        for (text, offset) in broken {
            XCTAssertThrowsError(try integers(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.location.offset, offset, text)
            }
        }
    }

    private func integers(_ text: String) throws -> [Int64] {
        var values: [Int64] = []
        var failure: (any Error)?
        ByteView.withBytes(of: text) { bytes in
            var json = JSONReader(bytes, file: "list")
            do { try json.integers(into: &values) } catch { failure = error }
        }
        if let failure { throw failure }
        return values
    }
}
