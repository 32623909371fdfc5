/// Output bytes of one drawing, with numbers written by hand: a frame costs no String.
struct FlameBytes {
    var bytes: [UInt8] = []

    /// Adds text.
    mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds a whole number; `grouped` puts a comma before every three digits.
    mutating func add(_ number: Int64, grouped: Bool = false) {
        if number < 0 { bytes.append(0x2D) }
        var rest = number.magnitude
        let start = bytes.count
        var digits = 0
        repeat {
            if grouped, digits > 0, digits % 3 == 0 { bytes.append(0x2C) }
            bytes.append(UInt8(truncatingIfNeeded: 0x30 &+ rest % 10))
            rest /= 10
            digits &+= 1
        } while rest > 0
        reverse(from: start)
    }

    /// Adds a number of `1 / 10 ^ digits` parts, without zeros at the end unless `padded`.
    mutating func addParts(_ parts: Int64, digits: Int, padded: Bool = false) {
        var scale: UInt64 = 1
        for _ in 0..<digits { scale &*= 10 }
        if parts < 0 { bytes.append(0x2D) }
        add(Int64(clamping: parts.magnitude / scale))
        var fraction = parts.magnitude % scale
        guard fraction > 0 || padded else { return }
        bytes.append(0x2E)
        while scale > 1, fraction > 0 || padded {
            scale /= 10
            bytes.append(UInt8(truncatingIfNeeded: 0x30 &+ fraction / max(scale, 1)))
            fraction %= max(scale, 1)
        }
    }

    /// Adds a real number with `digits` behind the point.
    mutating func addReal(_ value: Double, digits: Int, padded: Bool = false) {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let parts = (value * scale).rounded()
        guard parts.isFinite else { return add("?") }
        addParts(Int64(exactly: parts) ?? (parts < 0 ? .min : .max), digits: digits, padded: padded)
    }

    /// Adds `part` of `whole` in percent with two digits, without the sign.
    mutating func addShare(_ part: Int64, of whole: Int64) {
        addReal(whole == 0 ? 0 : Double(part) / Double(whole) * 100, digits: 2, padded: true)
    }

    /// Adds `#rrggbb`.
    mutating func addColor(_ color: UInt32) {
        bytes.append(0x23)
        for shift: UInt32 in [20, 16, 12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: color >> shift & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// Adds text for XML: `&`, `<`, `>`, quotes, and what XML does not allow, are spelled out.
    mutating func addEscaped(_ text: String) { FlameNames.escape(text, to: &bytes) }

    private mutating func reverse(from start: Int) {
        var low = start
        var high = bytes.count - 1
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}
