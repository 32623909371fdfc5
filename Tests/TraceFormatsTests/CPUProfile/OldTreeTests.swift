import StackModel
import XCTest

@testable import TraceFormats

/// The nested form of before 2016: its end is on another clock than its samples, so the last one lasts no time.
final class OldTreeTests: XCTestCase {
    private func read(_ members: String) throws -> Profile {
        try ProfileDump.read(
            #"{"head":{"functionName":"(root)","lineNumber":0,"id":1,"hitCount":0,"children":["#
                + #"{"functionName":"a","url":"x.js","lineNumber":3,"hitCount":2,"id":2,"children":[]},"#
                + #"{"functionName":"","url":"x.js","lineNumber":9,"hitCount":1,"id":3,"children":[]}]},"# + members
                + "}")
    }

    func testTheLastSampleLastsNoTime() throws {
        for end in ["100.5", "0", "1419.25"] {
            let profile = try read(
                #""startTime":100,"endTime":\#(end),"samples":[2,2,3],"timestamps":[100001000,100003000,100009000]"#)
            let values = (0..<profile.samples.count).compactMap { profile.samples.value($0, of: ValueTypeID(1)) }
            XCTAssertEqual(values.reduce(0, +), 8_000_000, end)
            XCTAssertTrue(values.allSatisfy { $0 >= 0 }, end)
        }
    }

    func testLinesCountFromOne() throws {
        let profile = try read(#""startTime":1,"endTime":2,"samples":[2,3]"#)
        let lines = (1..<profile.functions.count).map { profile.functions[FunctionID(row: $0)].startLine }
        XCTAssertEqual(Set(lines), [0, 3, 9])
    }
}
