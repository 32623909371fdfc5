import ProfileAnalysis
import XCTest

/// Special functions against values that other programs computed.
final class ComparingFunctionTests: XCTestCase {
    /// Within 1e-6, and values near 0 to six digits.
    private func check(_ found: Double, _ expected: Double?, _ what: String, line: UInt = #line) {
        guard let expected else {
            XCTAssertEqual(found, .infinity, what, line: line)
            return
        }
        XCTAssertEqual(found, expected, accuracy: 1e-6 * max(1, abs(expected)), what, line: line)
        if abs(expected) <= 1e-9 {
            XCTAssertEqual(found, expected, accuracy: 1e-6 * abs(expected) + 1e-300, what, line: line)
        }
    }

    /// From tables: Abramowitz and Stegun, and identities that need no computer.
    func testKnownValues() {
        let euler = 0.577_215_664_901_532_9
        check(SpecialFunctions.digamma(1), -euler, "digamma 1")
        check(SpecialFunctions.trigamma(1), Double.pi * Double.pi / 6, "trigamma 1")
        check(SpecialFunctions.inverseTrigamma(Double.pi * Double.pi / 6), 1, "inverse trigamma")
        check(SpecialFunctions.incompleteBeta(2, 3, 0.5), 0.6875, "I_0.5(2, 3)")
        check(SpecialFunctions.incompleteBeta(0.5, 0.5, 0.25), 1.0 / 3, "arcsine law")
        check(SpecialFunctions.incompleteGamma(1, 1), 0.632_120_558_828_557_7, "1 - 1/e")
        check(ChiSquare.median(degrees: 2), 1.386_294_361_119_890_6, "2 ln 2")
        check(StudentT.twoSidedTail(1, degrees: 1), 0.5, "Cauchy")
        check(StudentT.twoSidedTail(1.959_963_984_540_054, degrees: 1e9), 0.05, "normal")
        check(StudentT.quantile(0.975, degrees: 4), 2.776_445_105_197_793, "t table")
        check(OrderStatistics.quantile([1, 2, 3, 4], 0.4), 2.2, "type 7")
        XCTAssertEqual(FalseDiscovery.qValues([0.01, 0.04, 0.03, 0.2]), [0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.2])
    }

    func testReferenceVectors() throws {
        let vectors = try ComparingFixtures.vectors()
        var count = 0
        func each(_ name: String, _ body: ((String) -> Double?) throws -> Void) throws {
            for row in try XCTUnwrap(vectors[name] as? [[String: Any]], name) {
                count += 1
                try body { (row[$0] as? NSNumber)?.doubleValue }
            }
        }
        try each("t_two_sided") { v in
            check(StudentT.twoSidedTail(v("t")!, degrees: v("df")!), v("p"), "t \(v("t")!) \(v("df")!)")
        }
        try each("t_quantile") { v in
            check(StudentT.quantile(v("p")!, degrees: v("df")!), v("t"), "tq \(v("p")!) \(v("df")!)")
        }
        try each("betainc") { v in check(SpecialFunctions.incompleteBeta(v("a")!, v("b")!, v("x")!), v("value"), "beta")
        }
        try each("gammainc_lower_regularised") { v in
            check(SpecialFunctions.incompleteGamma(v("a")!, v("x")!), v("value"), "gamma")
        }
        try each("chi2_median") { v in check(ChiSquare.median(degrees: v("k")!), v("value"), "chi2") }
        try each("digamma_trigamma") { v in
            check(SpecialFunctions.digamma(v("x")!), v("digamma"), "digamma")
            check(SpecialFunctions.trigamma(v("x")!), v("trigamma"), "trigamma")
        }
        try each("trigamma_inverse") { v in check(SpecialFunctions.inverseTrigamma(v("y")!), v("x"), "inverse trigamma")
        }
        XCTAssertGreaterThan(count, 150)
    }

    func testReferenceVectorsOfLists() throws {
        let vectors = try ComparingFixtures.vectors()
        func rows(_ name: String) throws -> [[String: Any]] { try XCTUnwrap(vectors[name] as? [[String: Any]], name) }
        func list(_ row: [String: Any], _ key: String) throws -> [Double] {
            try XCTUnwrap(row[key] as? [NSNumber], key).map(\.doubleValue)
        }
        for row in try rows("bh") {
            let found = FalseDiscovery.qValues(try list(row, "p"))
            for (q, expected) in zip(found, try list(row, "q")) { check(q, expected, "q") }
        }
        for row in try rows("weighted_median") {
            let pairs = zip(try list(row, "x"), try list(row, "w")).map { (value: $0, weight: $1) }
            check(OrderStatistics.weightedMedian(pairs), (row["value"] as? NSNumber)?.doubleValue, "weighted median")
        }
        for row in try rows("fit_prior") {
            let degrees = try XCTUnwrap(row["d"] as? NSNumber).doubleValue
            let prior = DispersionPrior(try list(row, "phi"), degrees: degrees)
            check(prior.degrees, (row["d0"] as? NSNumber)?.doubleValue, "d0")
            check(prior.dispersion, (row["s02"] as? NSNumber)?.doubleValue, "s02")
        }
    }
}
