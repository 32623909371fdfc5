extension QueryResult {
    /// Columns in line: as wide as the first rows need; later rows may be wider.
    func renderTable(to write: ([UInt8]) throws -> Void) throws -> Int {
        var rows: [[TableCell]] = []
        while rows.count < 1000, let row = try next() { rows.append(row.map { TableCell($0) }) }
        let names = columns.map { TableCell(.text($0)) }
        var widths = names.map(\.width)
        var isNumeric = columns.map { _ in false }
        for row in rows {
            for (index, cell) in row.enumerated() {
                widths[index] = max(widths[index], cell.width)
                if cell.isNumber { isNumeric[index] = true }
            }
        }
        var head: [UInt8] = []
        appendLine(names, widths, isNumeric, to: &head)
        appendLine(widths.map { TableCell(.text(String(repeating: "-", count: $0))) }, widths, isNumeric, to: &head)
        for row in rows { appendLine(row, widths, isNumeric, to: &head) }
        let more = try renderRows(after: head, before: [], to: write) { row, _, output in
            appendLine(row.map { TableCell($0) }, widths, isNumeric, to: &output)
        }
        return rows.count + more
    }

    private func appendLine(
        _ cells: [TableCell], _ widths: [Int], _ isNumeric: [Bool], to output: inout [UInt8]
    ) {
        var pending = 0
        for (index, cell) in cells.enumerated() {
            if index > 0 { pending += 2 }
            let gap = max(widths[index] - cell.width, 0)
            if isNumeric[index] { pending += gap }
            // Blanks are written only where something follows: no line ends in them.
            if !cell.text.isEmpty {
                output += [UInt8](repeating: 0x20, count: pending)
                output += Array(cell.text.utf8)
                pending = 0
            }
            if !isNumeric[index] { pending += gap } else if cell.text.isEmpty { pending += cell.width }
        }
        output.append(0x0A)
    }
}

/// A value as a table shows it.
private struct TableCell {
    let text: String
    let width: Int
    let isNumber: Bool

    init(_ value: QueryValue) {
        text = escaped(String(decoding: value.plainBytes, as: UTF8.self))
        width = text.count
        isNumber = value.isNumber
    }
}

/// The text with what a terminal would obey written as `\xNN` or `\u{NNNN}`.
private func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if !isControl(scalar) {
            result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            result += "\\x" + String(decoding: hexadecimal([byte]), as: UTF8.self)
        } else {
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
    return result
}

/// Control characters of both kinds, and those that turn the direction of writing.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
