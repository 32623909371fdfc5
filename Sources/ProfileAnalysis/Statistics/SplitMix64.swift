/// Random numbers that are the same on every machine for the same seed (Steele, Lea and Flood's SplitMix64).
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers of `seed`.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension SplitMix64 {
    /// A number from 0 to below `bound`, which is above 0.
    package mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    /// Puts the first `count` places of `values` in random order, drawn from all of them.
    package mutating func shuffle<Value>(_ values: inout [Value], first count: Int) {
        for place in 0..<min(count, values.count) { values.swapAt(place, place + below(values.count - place)) }
    }
}
