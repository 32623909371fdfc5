/// How the rows of a question are written.
package enum QueryForm: String, Sendable, CaseIterable {
    /// Columns in line, for people; control characters are escaped.
    case table
    /// RFC 4180, with a line of names; null is an empty field.
    case csv
    /// One object `{"schema":"stacksift.query/1","columns":[...],"rows":[[...]]}`.
    case json
    /// One object a line.
    case ndjson
}

extension QueryResult {
    /// Writes all rows that are left, in pieces of about 64 KiB; gives their number.
    @discardableResult
    package func render(_ form: QueryForm, to write: ([UInt8]) throws -> Void) throws -> Int {
        switch form {
        case .table: try renderTable(to: write)
        case .csv: try renderCSV(to: write)
        case .json: try renderJSON(to: write)
        case .ndjson: try renderLines(to: write)
        }
    }

    /// Calls `append` for each row, and `write` whenever there is much.
    func renderRows(
        after start: [UInt8], before end: [UInt8], to write: ([UInt8]) throws -> Void,
        _ append: (_ row: [QueryValue], _ number: Int, _ output: inout [UInt8]) -> Void
    ) throws -> Int {
        var output = start
        var count = 0
        while let row = try next() {
            append(row, count, &output)
            count += 1
            if output.count >= 1 << 16 {
                try write(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        output += end
        if !output.isEmpty { try write(output) }
        return count
    }

    private func renderCSV(to write: ([UInt8]) throws -> Void) throws -> Int {
        var head: [UInt8] = []
        appendRecord(columns.map { Array($0.utf8) }, to: &head)
        return try renderRows(after: head, before: [], to: write) { row, _, output in
            appendRecord(row.map { $0.plainBytes }, to: &output)
        }
    }

    private func appendRecord(_ fields: [[UInt8]], to output: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { output.append(0x2C) }
            if field.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) {
                output.append(0x22)
                for byte in field {
                    if byte == 0x22 { output.append(0x22) }
                    output.append(byte)
                }
                output.append(0x22)
            } else {
                output += field
            }
        }
        output += [0x0D, 0x0A]
    }
}

extension QueryValue {
    /// The value as it is; null is empty, a blob hexadecimal.
    var plainBytes: [UInt8] {
        switch self {
        case .null: []
        case .integer(let number): Array(String(number).utf8)
        case .real(let number): Array(String(number).utf8)
        case .text(let text): Array(text.utf8)
        case .blob(let bytes): hexadecimal(bytes)
        }
    }

    /// Whether it is a number, which stands to the right in a table.
    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }
}

/// Two digits a byte.
func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
}
