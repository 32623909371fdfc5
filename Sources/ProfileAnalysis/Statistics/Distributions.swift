import Glibc

/// Student's t distribution; from 1e7 degrees of freedom on it is the normal one.
package enum StudentT {
    /// The probability that |T| is at least |t|: the two-sided p value.
    package static func twoSidedTail(_ t: Double, degrees: Double) -> Double {
        if degrees > 1e7 { return erfc(abs(t) / 2.0.squareRoot()) }
        return SpecialFunctions.incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
    }

    /// The t that T stays below with `probability`, which lies above 0.5 and below 1.
    package static func quantile(_ probability: Double, degrees: Double) -> Double {
        let target = 2 * (1 - probability)
        var low = 0.0
        var high = 1.0
        while twoSidedTail(high, degrees: degrees) > target, high < 1e8 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if twoSidedTail(middle, degrees: degrees) > target { low = middle } else { high = middle }
            if high - low <= 1e-13 * high { break }
        }
        return (low + high) / 2
    }
}

/// The chi-square distribution.
package enum ChiSquare {
    /// The median with `degrees` degrees of freedom.
    package static func median(degrees: Double) -> Double {
        var low = 0.0
        var high = degrees + 10
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if SpecialFunctions.incompleteGamma(degrees / 2, middle / 2) < 0.5 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
