import StackModel
import XCTest

@testable import ProfileAnalysis

/// How runs become functions with sums: names, recursion, order, weights.
final class ComparingStacksTests: XCTestCase {
    private func runs(_ before: [[String: Double]], _ after: [[String: Double]]) throws -> ComparedRuns {
        try ComparedRuns(
            before: before.map { ComparingFixtures.run($0) }, after: after.map { ComparingFixtures.run($0) })
    }

    private func sums(_ runs: ComparedRuns) -> [String: [Double]] {
        var found: [String: [Double]] = [:]
        for (index, entity) in runs.entities.entities.enumerated() {
            let name = "\(entity.kind.rawValue) \(runs.functions.name(entity.group).text)"
            found[name] = (0..<runs.entities.width).map { runs.entities.sum(index, $0) }
        }
        return found
    }

    func testNamesOfTwoBuilds() {
        let expected = [
            "parse.constprop.0": "parse", "parse.isra.0.constprop.12": "parse", "parse.part.3.cold": "parse",
            "parse(int) [clone .isra.0]": "parse(int)", "parse.llvm.1234": "parse",
            "JS:*parse /app/a.js:3:14": "JS:parse /app/a.js", "LazyCompile:~parse a.js:3": "LazyCompile:parse a.js",
            "Function: ^parse": "Function:parse", "*parse": "parse", "~parse": "parse",
        ]
        for (name, stable) in expected {
            let found = ByteView.withBytes(of: name) { StableName.stripped($0) }
            XCTAssertEqual(found.map { String(decoding: $0, as: UTF8.self) }, stable, name)
        }
        for name in ["parse", "std::~vector", "main.(*T).Run", "a.b.c", ".cold", "v1.2.3", "* ", "*", "", "[unknown]"] {
            XCTAssertNil(ByteView.withBytes(of: name) { StableName.stripped($0) }, name)
        }
    }

    func testRecursionCountsOnceAndLeavesHaveOnlySelf() throws {
        let run: [String: Double] = ["main;f;g;f": 5, "main;f": 3, "main;f;g": 2, "main;h": 7]
        let found = sums(try runs([run], [run]))
        XCTAssertEqual(found["total f"], [10, 10])
        XCTAssertEqual(found["self f"], [8, 8])
        XCTAssertEqual(found["total g"], [7, 7])
        XCTAssertEqual(found["total main"], [17, 17])
        XCTAssertEqual(found["self h"], [7, 7])
        XCTAssertNil(found["total h"], "a function that calls nothing has its self only")
        XCTAssertNil(found["self main"], "a function that never ran itself has its total only")
    }

    func testStacksKeepPathsAndCallers() throws {
        let compared = try runs([["a;b;c": 1, "a;d": 2]], [["a;b;b;c": 4]])
        let names = { (groups: [Int32]) in groups.map { compared.functions.name($0).text }.joined(separator: ";") }
        let paths = (0..<compared.stacks.count).map { names(compared.stacks.path($0)) }
        XCTAssertEqual(Set(paths), ["a;b;c", "a;d", "a;b;b;c"])
        for entity in compared.entities.entities {
            let name = compared.functions.name(entity.group).text
            let callers = compared.stacks.callers(of: [entity])[0].map { compared.functions.name($0).text }
            XCTAssertEqual(Set(callers), ["a": [], "b": ["a"], "c": ["b"], "d": ["a"]][name], name)
        }
    }

    /// A thousand functions deep, each with samples: the work must not grow with depth times stacks.
    func testDeepChainsAreLinear() throws {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        var stack = StackID.none
        for depth in 0..<200_000 {
            let function = builder.function(Function(name: builder.string("f\(depth % 50_000)")))
            stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function)))
            builder.addSample(SampleKey(stack: stack), values: [1])
        }
        let profile = builder.finish()
        let runs = try ComparedRuns(before: [profile], after: [profile])
        let comparison = try Comparison(runs, ComparisonOptions())
        XCTAssertEqual(comparison.meta.totalBefore, 200_000)
        XCTAssertFalse(comparison.estimates.contains { $0.verdict.isChange })
    }

    func testMovedFileIsTheSameFunction() throws {
        func run(_ file: String) -> Profile {
            var builder = ProfileBuilder(detail: .everything)
            builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
            let function = Function(name: builder.string("f"), file: builder.string(file))
            let frame = builder.frame(Frame(function: builder.function(function)))
            builder.addSample(SampleKey(stack: builder.stack(parent: .none, frame: frame)), values: [10])
            return builder.finish()
        }
        let runs = try ComparedRuns(before: [run("old.js")], after: [run("new.js")])
        XCTAssertEqual(sums(runs), ["self f": [10, 10]])
    }

    func testWeightsOfSamples() throws {
        func squares(_ type: ValueType, _ values: [Int64], counts: [Int64]? = nil, period: Int64? = nil) throws
            -> Double
        {
            var builder = ProfileBuilder(detail: .everything)
            let types = counts == nil ? [type] : [ValueType(name: "samples", unit: "count"), type]
            builder.setWideValueTypes(types)
            builder.defaultValueType = ValueTypeID(row: types.count)
            let function = builder.function(Function(name: builder.string("f")))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
            for (index, value) in values.enumerated() {
                builder.addSample(SampleKey(stack: stack), values: counts.map { [$0[index], value] } ?? [value])
            }
            let profile = builder.finish()
            let runs = try ComparedRuns(before: [profile], after: [profile])
            return runs.entities.squares(0, 0)
        }
        let count = ValueType(name: "samples", unit: "count")
        let time = ValueType(name: "cpu", unit: "nanoseconds")
        XCTAssertEqual(try squares(count, [3, 4]), 7, "counts: one sample weighs 1")
        XCTAssertEqual(try squares(count, [3_000_000, 4_000_000]), 7e12, "folded periods: one sample weighs 1 000 000")
        XCTAssertEqual(try squares(time, [3, 4]), 25, "single samples: squared weights")
        XCTAssertEqual(try squares(time, [30, 40], counts: [3, 4]), 700, "pprof: as many samples as it says")
    }
}
