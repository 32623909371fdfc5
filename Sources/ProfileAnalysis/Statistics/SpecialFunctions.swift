import Glibc

/// The special functions that a comparison needs, written out: no library has them all.
///
/// Accuracy against reference values: the tails of Student's t to 5e-12 relative, the others to 1e-13.
package enum SpecialFunctions {}

extension SpecialFunctions {
    /// The logarithm of the gamma function, for x > 0; free of the global sign that C's `lgamma` writes.
    static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }

    /// The regularised incomplete beta function I_x(a, b) for a, b > 0: 0 up to x = 0, 1 from x = 1 on.
    package static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
        let front = exp(a * log(x) + b * log1p(-x) - logBeta)
        // The fraction converges fast on the near side of the mean only; the other side is its mirror.
        return x < (a + 1) / (a + b + 2)
            ? front * betaFraction(a, b, x) / a
            : 1 - front * betaFraction(b, a, 1 - x) / b
    }

    /// Lentz's continued fraction for the incomplete beta function.
    private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        var c = 1.0
        var d = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
        var fraction = d
        for step in 1..<20_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m))
            d = 1 / awayFromZero(1 + even * d)
            c = awayFromZero(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m))
            d = 1 / awayFromZero(1 + odd * d)
            c = awayFromZero(1 + odd / c)
            fraction *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return fraction
    }

    private static func awayFromZero(_ value: Double) -> Double { abs(value) > 1e-300 ? value : 1e-300 }

    /// The regularised lower incomplete gamma function P(a, x) for a > 0: by series below the mean, else by fraction.
    package static func incompleteGamma(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        let front = exp(-x + a * log(x) - logGamma(a))
        return x < a + 1 ? front * gammaSeries(a, x) : 1 - front * gammaFraction(a, x)
    }

    private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        var n = a
        while abs(term) > abs(sum) * 1e-16 {
            n += 1
            term *= x / n
            sum += term
        }
        return sum
    }

    private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var fraction = d
        for step in 1..<10_000 {
            let i = Double(step)
            let numerator = -i * (i - a)
            b += 2
            d = 1 / awayFromZero(numerator * d + b)
            c = awayFromZero(b + numerator / c)
            fraction *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return fraction
    }
}

extension SpecialFunctions {
    /// The derivative of the logarithm of the gamma function, for x > 0.
    package static func digamma(_ argument: Double) -> Double {
        var x = argument
        var sum = 0.0
        while x < 12 {
            sum -= 1 / x
            x += 1
        }
        let f = 1 / (x * x)
        let series = 1.0 / 12 - f * (1.0 / 120 - f * (1.0 / 252 - f * (1.0 / 240 - f / 132)))
        return sum + log(x) - 0.5 / x - f * series
    }

    /// The second derivative of the logarithm of the gamma function, for x > 0.
    package static func trigamma(_ argument: Double) -> Double {
        var x = argument
        var sum = 0.0
        while x < 12 {
            sum += 1 / (x * x)
            x += 1
        }
        let f = 1 / (x * x)
        let series = 1.0 / 6 - f * (1.0 / 30 - f * (1.0 / 42 - f * (1.0 / 30 - f * 5 / 66)))
        return sum + 1 / x + f / 2 + f / x * series
    }

    /// The x > 0 whose trigamma is `value`: trigamma falls, so halving in the logarithm finds it.
    package static func inverseTrigamma(_ value: Double) -> Double {
        var low = 1e-8
        var high = 1e8
        for _ in 0..<200 {
            let middle = (low * high).squareRoot()
            if trigamma(middle) > value { low = middle } else { high = middle }
        }
        return (low * high).squareRoot()
    }
}
