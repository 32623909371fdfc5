/// Writes values with a unit that people read: `1.24 s`, `17.00 MiB`, `12,345`.
struct FlameUnit {
    private let steps: [(name: StaticString, size: Double)]
    /// The unit as text in front of which raw numbers stand, escaped for XML.
    let rawName: [UInt8]

    /// The unit of a value type.
    init(unit: String, valueName: String) {
        switch unit {
        case "nanoseconds": steps = [(" s", 1e9), (" ms", 1e6), (" us", 1e3), (" ns", 1)]
        case "microseconds": steps = [(" s", 1e6), (" ms", 1e3), (" us", 1)]
        case "milliseconds": steps = [(" s", 1e3), (" ms", 1)]
        case "seconds": steps = [(" s", 1)]
        case "bytes":
            steps = [(" TiB", 0x1p40), (" GiB", 0x1p30), (" MiB", 0x1p20), (" KiB", 0x1p10), (" B", 1)]
        default: steps = []
        }
        var name: [UInt8] = []
        FlameNames.escape(unit == "count" ? valueName : unit, to: &name)
        rawName = name
    }

    /// Whether a value reads otherwise than the raw number.
    var hasScale: Bool { !steps.isEmpty }

    /// Adds a value.
    func add(_ value: Int64, to out: inout FlameBytes) {
        let magnitude = Double(value.magnitude)
        guard let step = steps.first(where: { magnitude >= $0.size }) ?? steps.last else {
            return out.add(value, grouped: true)
        }
        if step.size == 1 {
            out.add(value, grouped: true)
        } else {
            out.addReal(Double(value) / step.size, digits: 2, padded: true)
        }
        out.add(step.name)
    }
}
