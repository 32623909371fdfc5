import StackModel

extension QueryResult {
    /// One object with all rows, a row a line.
    func renderJSON(to write: ([UInt8]) throws -> Void) throws -> Int {
        var head = Array("{\"schema\":\"stacksift.query/1\",\"columns\":[".utf8)
        for (index, column) in columns.enumerated() {
            if index > 0 { head.append(0x2C) }
            head.appendJSON(column)
        }
        head += Array("],\"rows\":[".utf8)
        return try renderRows(after: head, before: Array("\n]}\n".utf8), to: write) { row, number, output in
            output += Array((number > 0 ? ",\n[" : "\n[").utf8)
            for (index, value) in row.enumerated() {
                if index > 0 { output.append(0x2C) }
                appendJSON(value, to: &output)
            }
            output.append(0x5D)
        }
    }

    /// An object a line; a column name that comes again gets a number.
    func renderLines(to write: ([UInt8]) throws -> Void) throws -> Int {
        let keys = uniqueColumns.map { name in
            var key: [UInt8] = []
            key.appendJSON(name)
            key.append(0x3A)
            return key
        }
        return try renderRows(after: [], before: [], to: write) { row, _, output in
            output.append(0x7B)
            for (index, value) in row.enumerated() {
                if index > 0 { output.append(0x2C) }
                output += keys[index]
                appendJSON(value, to: &output)
            }
            output += [0x7D, 0x0A]
        }
    }

    private var uniqueColumns: [String] {
        var taken = Set<String>()
        var names: [String] = []
        for column in columns {
            var name = column
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(column)_\(number)"
                number += 1
            }
            names.append(name)
        }
        return names
    }
}

private func appendJSON(_ value: QueryValue, to output: inout [UInt8]) {
    switch value {
    case .null: output += Array("null".utf8)
    case .integer(let number): output += Array(String(number).utf8)
    case .real(let number): output += Array((number.isFinite ? String(number) : "null").utf8)
    case .text(let text): output.appendJSON(text)
    case .blob(let bytes): output.appendJSON(String(decoding: hexadecimal(bytes), as: UTF8.self))
    }
}
