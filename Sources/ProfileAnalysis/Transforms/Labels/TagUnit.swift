import StackModel

/// A unit of a numeric label.
struct TagUnit: Hashable, Sendable {
    /// What units can be converted into each other.
    enum Kind: Sendable {
        case memory
        case time
        /// No unit, or one that nothing is known of.
        case bare
    }

    let kind: Kind
    /// How many bytes or nanoseconds one is.
    let size: Double

    /// The unit of that name, in upper or lower case, singular or plural.
    init(_ name: String) {
        let unit = MeasureUnit(name)
        size = unit.map { Double($0.size) } ?? 1
        kind =
            switch unit?.dimension {
            case .memory: .memory
            case .time: .time
            case nil: .bare
            }
    }

    /// A number in the biggest of pprof's units in which it is at least 1: `4kB`, `1.50s`; a unit that is not known is
    /// left off.
    func text(_ number: Int64) -> String {
        guard kind != .bare, number != 0 else { return String(number) }
        let value = Double(number.magnitude) * size
        let dimension = kind == .memory ? MeasureUnit.Dimension.memory : .time
        let units = MeasureUnit.all.filter { $0.dimension == dimension && $0.symbol != "min" }
        guard let unit = units.last(where: { value >= Double($0.size) }) ?? units.first else { return String(number) }
        let hundredths = (value / Double(unit.size) * 100).rounded()
        guard hundredths < 1e17 else { return String(number) }
        let (whole, part) = Int64(hundredths).quotientAndRemainder(dividingBy: 100)
        let fraction = part == 0 ? "" : part < 10 ? ".0\(part)" : ".\(part)"
        return (number < 0 ? "-" : "") + "\(whole)\(fraction)\(unit.symbol)"
    }
}
