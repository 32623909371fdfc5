/// One line of RFC 4180: fields between commas, in quotes where they need it, ended by CR and LF.
struct CSVRecord {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// Adds a text; none is an empty field.
    ///
    /// Spreadsheets run what begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula, in quotes or not.
    /// Such a text gets an apostrophe in front, which they take for "text"; nothing else is altered.
    mutating func add(_ text: String?) {
        separate()
        guard let text, let first = text.utf8.first else { return }
        let isFormula = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first)
        let needsQuotes = text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        if needsQuotes { bytes.append(0x22) }
        if isFormula { bytes.append(0x27) }
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(0x22) }
    }

    /// Adds a number; none is an empty field.
    mutating func add(_ number: Int64?) {
        separate()
        if let number { bytes.append(decimal: number) }
    }

    /// Adds a part of a whole, 0 to 1 with six digits; an empty field where the whole is nothing.
    mutating func add(_ value: Int64, of total: Int64) {
        separate()
        if total != 0 { bytes.append(contentsOf: HumanValue.fixed(Double(value) / Double(total), 6).utf8) }
    }

    /// Ends the line, hands it on, and begins the next one.
    mutating func end(to sink: inout ByteSink) {
        bytes += [0x0D, 0x0A]
        sink.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        isFirst = true
    }

    private mutating func separate() {
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
    }
}
