import StackModel
import XCTest

/// Value types of one name meet in the finest unit; what not all profiles have is left out.
final class UnitMergeTests: XCTestCase {
    /// A profile of one sample at `f`, with a value of each type.
    private func profile(
        _ types: [(name: String, unit: String)], _ values: [Int64], isLong: Bool = false, countsSamples: Bool = false,
        period: Int64? = nil
    ) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        let types = types.map { ValueType(name: $0.name, unit: $0.unit) }
        if !isLong { builder.setWideValueTypes(types) }
        let frame = builder.frame(Frame(function: builder.function(Function(name: builder.string("f")))))
        var key = SampleKey(stack: builder.stack(parent: .none, frame: frame))
        if isLong {
            for (type, value) in zip(types, values) {
                key.valueType = builder.valueType(type)
                builder.addSample(key, value: value)
            }
        } else {
            builder.addSample(key, values: values)
        }
        builder.metadata.sources = ["trace"]
        builder.metadata.derivesSampleCounts = countsSamples
        builder.metadata.period = period
        builder.metadata.periodType = period == nil ? nil : types.last
        return builder.finish()
    }

    /// `name/unit value` for each type.
    private func content(_ profile: Profile) -> [String] {
        profile.valueTypeIDs.map { id in
            let sum = (0..<profile.samples.count).reduce(Int64(0)) {
                $0.addingSaturated(profile.samples.value($1, of: id) ?? 0)
            }
            return "\(profile.valueType(id).name)/\(profile.valueType(id).unit) \(sum)"
        }
    }

    private func merged(_ profiles: Profile...) throws -> [String] { content(try mergeProfiles(profiles)) }

    func testTimesMeetInTheFinestUnit() throws {
        let pairs: [(String, String, Int64)] = [
            ("milliseconds", "nanoseconds", 3_000_002), ("ms", "ns", 3_000_002), ("seconds", "us", 3_000_002),
            ("minutes", "seconds", 182), ("hour", "minute", 182), ("nanoseconds", "nanoseconds", 5),
            ("MB", "kb", 3074), ("kilobytes", "bytes", 3074), ("GB", "MB", 3074),
        ]
        for (coarse, fine, sum) in pairs {
            let (left, right) = (profile([("t", coarse)], [3]), profile([("t", fine)], [2]))
            XCTAssertEqual(try merged(left, right), ["t/\(fine) \(sum)"], coarse)
            XCTAssertEqual(try merged(right, left), ["t/\(fine) \(sum)"], coarse)
        }
    }

    func testOneUnitBySeveralNamesKeepsTheFirst() throws {
        XCTAssertEqual(try merged(profile([("t", "ms")], [3]), profile([("t", "milliseconds")], [2])), ["t/ms 5"])
    }

    func testTypesAreIntersectedInTheOrderOfTheFirst() throws {
        let first = profile([("a", "count"), ("b", "bytes"), ("c", "ms")], [1, 2, 3])
        let second = profile([("c", "ns"), ("d", "count"), ("a", "count")], [10, 20, 30])
        XCTAssertEqual(try merged(first, second), ["a/count 31", "c/ns 3000010"])
        XCTAssertEqual(try merged(second, first), ["c/ns 3000010", "a/count 31"])
    }

    func testUnitsOfDifferentThingsDoNotMeet() throws {
        for (left, right) in [("ms", "kb"), ("count", "ns"), ("cycles", "count"), ("blocks", "pages")] {
            XCTAssertThrowsError(try merged(profile([("t", left)], [1]), profile([("t", right)], [1]))) { error in
                XCTAssertTrue("\(error)".contains("t/\(left)") && "\(error)".contains("t/\(right)"), "\(error)")
            }
        }
    }

    func testMergingIsAssociativeAcrossUnits() throws {
        let (a, b, c) = (profile([("t", "s")], [1]), profile([("t", "ms")], [2]), profile([("t", "us")], [3]))
        for long in [a, profile([("t", "s")], [1], isLong: true)] {
            let left = content(try mergeProfiles([mergeProfiles([long, b]), c]))
            let right = content(try mergeProfiles([long, mergeProfiles([b, c])]))
            XCTAssertEqual(left, ["t/us 1002003"])
            XCTAssertEqual(right, left)
        }
    }

    func testDerivedSamplesMeetStoredOnes() throws {
        let perf = profile([("cycles", "count")], [700], isLong: true, countsSamples: true)
        let pprof = profile([("samples", "count"), ("cpu", "ns")], [4, 40])
        XCTAssertEqual(try merged(perf, pprof), ["samples/count 5"])
        XCTAssertEqual(try merged(pprof, perf), ["samples/count 5"])
        let sum = try mergeProfiles([perf, perf])
        XCTAssertEqual(content(sum), ["cycles/count 1400"])
        XCTAssertTrue(sum.metadata.derivesSampleCounts)
    }

    func testLargeValuesAreHeldAtTheLimitAndTold() throws {
        for (value, limit) in [(Int64.max / 2, Int64.max), (.min / 2, .min)] {
            let sum = try mergeProfiles([profile([("t", "s")], [value]), profile([("t", "ns")], [value / 4])])
            XCTAssertEqual(content(sum), ["t/ns \(limit)"])
            XCTAssertTrue(sum.diagnostics.diagnostics.contains { $0.code == "profile.sum.overflow" })
        }
    }

    func testSamplesOfNothingAreLeftOutUnlessTheyCount() throws {
        let zero = profile([("t", "ms")], [0])
        XCTAssertEqual(try mergeProfiles([zero, zero]).samples.count, 0)
        let counted = profile([("t", "ms")], [0], countsSamples: true)
        XCTAssertEqual(try mergeProfiles([counted, counted]).samples.sampleCount(0), 2)
    }

    func testPeriodsMeetToo() throws {
        let left = profile([("cpu", "ms")], [1], period: 10)
        let right = profile([("cpu", "us")], [1], period: 2500)
        let sum = try mergeProfiles([left, right])
        XCTAssertEqual(sum.metadata.period, 10_000)
        XCTAssertEqual(sum.metadata.periodType, ValueType(name: "cpu", unit: "us"))
        let other = profile([("cpu", "us"), ("space", "bytes")], [1, 1], period: 512)
        XCTAssertNil(try mergeProfiles([left, other]).metadata.period)
    }

    func testUnifyingKeepsWhatTheOthersLack() throws {
        let first = profile([("a", "ms"), ("b", "count")], [1, 2])
        let unified = unifyingUnits([first, profile([("a", "ns")], [5])])
        XCTAssertEqual(unified.map { content($0) }, [["a/ns 1000000", "b/count 2"], ["a/ns 5"]])
        XCTAssertTrue(unifyingUnits([first, first])[0] === first, "what fits is not copied")
    }
}
