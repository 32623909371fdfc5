import StackModel
import XCTest

/// Short texts that lines are compared with, against comparing bytes.
final class ShortTextsTests: XCTestCase {
    /// Every length up to the limit, and each text with any one of its bytes changed.
    func testAnyOtherByteIsSeen() {
        for count in 1...ShortTexts.limit {
            var texts = ShortTexts(slots: 3)
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            XCTAssertTrue(ByteView.withBytes(of: text) { texts.put($0, into: 1) })
            XCTAssertEqual(texts.count(1), count)
            for front in [0, 1, 7, 8, 30] {
                let line = [UInt8](repeating: 0x61, count: front) + text
                ByteView.withBytes(of: line) { view in
                    XCTAssertTrue(texts.ends(view, in: 1))
                    XCTAssertEqual(texts.holds(view, in: 1), front == 0)
                    XCTAssertFalse(texts.ends(view, in: 0), "an empty slot")
                    XCTAssertFalse(texts.ends(view.prefix(line.count - 1), in: 1), "one byte less")
                }
                for place in 0..<count {
                    var other = line
                    other[front + place] ^= 1
                    ByteView.withBytes(of: other) {
                        XCTAssertFalse(texts.ends($0, in: 1), "\(count) \(front) \(place)")
                    }
                }
            }
            ByteView.withBytes(of: Array(text.dropFirst())) { XCTAssertFalse(texts.ends($0, in: 1), "a shorter line") }
        }
    }

    func testALaterTextTakesThePlace() {
        var texts = ShortTexts(slots: 1)
        for text in ["a text of some length", "short", "another text of some more length than that"] {
            let bytes = Array(text.utf8)
            XCTAssertTrue(ByteView.withBytes(of: bytes) { texts.put($0, into: 0) })
            XCTAssertTrue(ByteView.withBytes(of: bytes) { texts.holds($0, in: 0) })
        }
        let long = [UInt8](repeating: 1, count: ShortTexts.limit + 1)
        XCTAssertFalse(ByteView.withBytes(of: long) { texts.put($0, into: 0) })
        XCTAssertFalse(texts.put(.empty, into: 0))
        XCTAssertEqual(texts.count(0), 42, "what cannot be held leaves what is there")
    }
}
