import ProfileExport
import XCTest

/// Numbers and names as people read them.
final class HumanValueTests: XCTestCase {
    func testUnits() {
        XCTAssertEqual(HumanValue.text(1_240_000_000, unit: "nanoseconds"), "1.24 s")
        XCTAssertEqual(HumanValue.text(17 << 20, unit: "bytes"), "17.00 MiB")
        XCTAssertEqual(HumanValue.text(-1_234_567, unit: "count"), "-1 234 567")
        XCTAssertEqual(HumanValue.text(.min, unit: "count"), "-9 223 372 036 854 775 808")
    }

    func testUnitsOfOtherSizesAreShownAlike() {
        XCTAssertEqual(HumanValue.text(12, unit: "milliseconds"), "12 ms")
        XCTAssertEqual(HumanValue.text(1500, unit: "ms"), "1.50 s")
        XCTAssertEqual(HumanValue.text(3, unit: "minutes"), "180.00 s")
        XCTAssertEqual(HumanValue.text(2048, unit: "kb"), "2.00 MiB")
        XCTAssertEqual(HumanValue.text(0, unit: "milliseconds"), "0 ns")
        XCTAssertEqual(HumanValue.text(1500, unit: "blocks"), "1 500")
    }

    func testChanges() {
        XCTAssertEqual(HumanValue.change(250), "x250")
        XCTAssertEqual(HumanValue.change(2), "+100.0%")
        XCTAssertEqual(HumanValue.change(0.5), "-50.0%")
        XCTAssertEqual(HumanValue.change(nil), "new")
    }

    func testHostileNamesAreSpelledOut() {
        XCTAssertEqual(HumanValue.visible("a\u{1B}[31m\u{202E}b"), "a\\x1b[31m\\u{202e}b")
    }
}
