import XCTest

@testable import ProfileAnalysis

/// Intervals against values from published tables and from scipy.
final class SeriesStatisticsTests: XCTestCase {
    func testBinomialIntervals() {
        func check(_ count: Int, _ trials: Int, _ low: Double, _ high: Double) {
            let interval = Binomial.interval(count, of: trials)
            XCTAssertEqual(interval.low, low, accuracy: 5e-5, "\(count) of \(trials)")
            XCTAssertEqual(interval.high, high, accuracy: 5e-5, "\(count) of \(trials)")
        }
        // scipy.stats.binomtest(count, trials).proportion_ci()
        check(0, 200, 0, 0.018275)
        check(5, 100, 0.016432, 0.112835)
        check(10, 10, 0.691503, 1)
        check(3, 6, 0.118117, 0.881883)
    }

    func testQuantilesByRanks() {
        // The median of 1...25 lies between the 8th and the 18th value with 95 %: a textbook table.
        let values = (1...25).map(Double.init)
        let median = SeriesIntervals.quantile(values, 0.5, alpha: 0.05)
        XCTAssertEqual(median.value, 13)
        XCTAssertEqual(median.interval, Interval(8, 18))
        // Five values cannot bound their 95th percentile from above.
        let few = SeriesIntervals.quantile([1, 2, 3, 4, 5], 0.95, alpha: 0.05)
        XCTAssertEqual(few.interval.high, .infinity)
        XCTAssertEqual(few.interval.low, 4)
    }

    func testMeans() {
        let mean = SeriesIntervals.mean([1, 2, 3, 4], alpha: 0.05)
        XCTAssertEqual(mean.value, 2.5)
        XCTAssertEqual(mean.interval.low, 0.445739743, accuracy: 1e-8)
        XCTAssertEqual(SeriesIntervals.mean([1], alpha: 0.05).interval.high, .infinity)
    }

    func testTrendlines() throws {
        let x = (0..<50).map(Double.init)
        let line = try XCTUnwrap(Trendline(x, x.map { 3 * $0 + ($0.truncatingRemainder(dividingBy: 2) == 0 ? 1 : -1) }))
        XCTAssertEqual(line.slope, 3, accuracy: 0.01)
        XCTAssertLessThan(line.autocorrelation, -0.9)
        // Waves make neighbours alike, so that less is known than from independent values.
        let waves = try XCTUnwrap(Trendline(x, x.map { ($0 / 5).rounded(.down).truncatingRemainder(dividingBy: 2) }))
        XCTAssertGreaterThan(waves.autocorrelation, 0.3)
        XCTAssertLessThan(waves.degrees, 30)
        XCTAssertNil(Trendline([1, 1, 1], [1, 2, 3]))
        XCTAssertNil(Trendline([1, 2], [1, 2]))
    }

    func testRandomNumbersAreTheSameEverywhere() {
        var random = SplitMix64(seed: 1_234_567)
        // The sequence of the published reference implementation.
        XCTAssertEqual(random.next(), 6_457_827_717_110_365_317)
        XCTAssertEqual(random.next(), 3_203_168_211_198_807_973)
        for _ in 0..<1000 { XCTAssertTrue((0..<7).contains(random.below(7))) }
    }
}
