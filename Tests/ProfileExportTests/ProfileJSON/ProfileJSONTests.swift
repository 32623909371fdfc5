import Foundation
import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// The JSON of whole profiles, parsed and put together again.
final class ProfileJSONTests: XCTestCase {
    private func object(_ profile: Profile) throws -> [String: Any] {
        let selection = try profile.selection(named: nil)
        let bytes = try ExportFixture.bytes { ProfileJSONWriter(profile, showing: selection).write(to: &$0) }
        return try XCTUnwrap(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// Folded text from the tables of the object alone, as a script would make it.
    private func folded(_ object: [String: Any], value: Int) throws -> [String] {
        let functions = try XCTUnwrap(object["functions"] as? [[String: Any]])
        let threads = try XCTUnwrap(object["threads"] as? [[String: Any]])
        let stacks = try XCTUnwrap(object["stacks"] as? [String: Any])
        let parents = try XCTUnwrap(stacks["parent"] as? [Int])
        let functionOf = try XCTUnwrap(stacks["function"] as? [Int])
        let samples = try XCTUnwrap(object["samples"] as? [String: Any])
        let values = try XCTUnwrap((samples["values"] as? [[Int]])?[value])
        let rows = zip(try XCTUnwrap(samples["stack"] as? [Int]), try XCTUnwrap(samples["thread"] as? [Int]))
        return zip(rows, values).filter { $1 != 0 }.map { row, value in
            var names: [String] = []
            var stack = row.0
            while stack >= 0 {
                names.append(functions[functionOf[stack]]["name"] as? String ?? "")
                stack = parents[stack]
            }
            names.append(threads[row.1]["command"] as? String ?? "")
            return "\(names.reversed().joined(separator: ";")) \(value)\n"
        }
    }

    func testTablesHoldTheWholeProfile() throws {
        let profile = ExportFixture.perf()
        let object = try object(profile)
        XCTAssertEqual(object["schema"] as? String, "stacksift.profile/1")
        let types = try XCTUnwrap(object["value_types"] as? [[String: Any]])
        XCTAssertEqual(
            types.map { $0["name"] as? String }, ["samples", "samples:page-faults", "cycles", "page-faults"])
        XCTAssertEqual(types.map { $0["total"] as? Int }, [4, 1, 65, 2])
        XCTAssertEqual(types.map { $0["default"] as? Bool }, [false, false, true, false])
        for (index, name) in ["samples", "samples:page-faults", "cycles", "page-faults"].enumerated() {
            let lines = try folded(object, value: index).sorted().joined()
            XCTAssertEqual(lines, try ExportFixture.folded(profile, value: name), name)
        }
        let stacks = try XCTUnwrap(object["stacks"] as? [String: Any])
        XCTAssertEqual((stacks["inlined"] as? [Bool])?.filter { $0 }.count, 1)
    }

    func testOrderOfReadingDoesNotShow() throws {
        let one = try object(ExportFixture.perf()) as NSDictionary
        XCTAssertEqual(one, try object(ExportFixture.perf(reversed: true)) as NSDictionary)
    }

    func testStackOfAMillionFrames() throws {
        let stacks = try XCTUnwrap(try object(ExportFixture.deep(1_000_001))["stacks"] as? [String: Any])
        let parents = try XCTUnwrap(stacks["parent"] as? [Int])
        XCTAssertEqual(parents.count, 1_000_001)
        XCTAssertTrue(parents.enumerated().allSatisfy { $1 == $0 - 1 })
    }
}
