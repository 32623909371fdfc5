import ProfileAnalysis
import StackModel

/// Runs by two labels, compared with the first column.
package enum MatrixExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "matrix", summary: "runs by two labels, each column compared with the first", subjects: [.traces],
        detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let profiles) = subject, !options.matrix.column.isEmpty else { return }
        let report = MatrixReport(matrix: try ComparisonMatrix(profiles, options.matrix))
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text()) }
    }
}

/// A matrix as a table and as JSON.
private struct MatrixReport {
    let matrix: ComparisonMatrix
    private var alpha: Double { matrix.options.comparison.alpha }

    // MARK: Table

    func text() -> String {
        let what = matrix.options.function.map { "\(HumanValue.visible($0)) (total)" } ?? "a run"
        var out = "\(matrix.valueType.name) of \(what) by \(matrix.options.column); ~ is inconclusive,"
        out += " ? fewer than three runs on a side\n\n"
        let table = [heads()] + matrix.rows.indices.map(line) + [means()]
        let widths = (0...matrix.columns.count).map { column in table.map { $0[column].count }.max() ?? 0 }
        for line in table {
            let cells = zip(line, widths).enumerated().map { column, cell in
                column == 0
                    ? cell.0 + String(repeating: " ", count: cell.1 - cell.0.count) : cell.0.leftPadded(cell.1)
            }
            out += cells.joined(separator: "  ") + "\n"
        }
        return out + causes()
    }

    private func heads() -> [String] {
        [matrix.options.row.map { HumanValue.visible($0) } ?? ""] + matrix.columns.map { HumanValue.visible($0) }
    }

    private func line(_ row: Int) -> [String] {
        [HumanValue.visible(matrix.rows[row])] + matrix.cells[row].map { $0.map(cell) ?? "-" }
    }

    private func cell(_ cell: ComparisonMatrix.Cell) -> String {
        let value = ComparisonWords.value(cell.value, unit: matrix.valueType.unit)
        guard let ratio = cell.ratio else { return value }
        return value + " " + mark(cell, ratio).leftPadded(9)
    }

    private func mark(_ cell: ComparisonMatrix.Cell, _ ratio: Double) -> String {
        if cell.isProvisional { return "?" }
        return cell.isChange(alpha: alpha) ? ComparisonWords.percent(ratio - 1) : "~"
    }

    private func means() -> [String] {
        ["geometric mean"]
            + matrix.columns.indices.map { column in
                matrix.geometricMean(column: column).map { ComparisonWords.percent($0 - 1) } ?? ""
            }
    }

    /// What explains the cells, a line each.
    private func causes() -> String {
        var out = ""
        for (row, cells) in zip(matrix.rows, matrix.cells) {
            for (column, cell) in zip(matrix.columns, cells) {
                guard let cell, let cause = cell.cause, !cell.isProvisional else { continue }
                out += "\(HumanValue.visible(row)), \(HumanValue.visible(column)): "
                out += "\(HumanValue.visible(cause.name)) \(cause.verdict.rawValue)\n"
            }
        }
        return out.isEmpty ? "" : "\n" + out
    }

    // MARK: JSON

    /// The object of schema `stacksift.matrix/1`.
    func json() -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.matrix/1")
        json.member("value_type", matrix.valueType.name)
        json.member("unit", matrix.valueType.unit)
        json.member("function", matrix.options.function)
        json.member("column_label", matrix.options.column)
        json.member("row_label", matrix.options.row)
        json.member("alpha", alpha)
        json.key("cells")
        json.open("[")
        for (row, cells) in zip(matrix.rows, matrix.cells) {
            for (column, cell) in zip(matrix.columns, cells) {
                if let cell { add(cell, row, column, to: &json) }
            }
        }
        json.close("]")
        json.key("geometric_means")
        json.open("[")
        for column in matrix.columns.indices {
            if let mean = matrix.geometricMean(column: column) { json.number(mean) } else { json.null() }
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func add(_ cell: ComparisonMatrix.Cell, _ row: String, _ column: String, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("row", row)
        json.member("column", column)
        json.member("runs", Int64(cell.runCount))
        json.member("value", cell.value)
        json.member("ratio", cell.ratio)
        json.member("ratio_lo", cell.interval?.low)
        json.member("ratio_hi", cell.interval?.high)
        json.member("p", cell.p)
        json.member("q", cell.q)
        json.key("change")
        json.bool(cell.isChange(alpha: alpha))
        json.key("provisional")
        json.bool(cell.isProvisional)
        json.member("cause", cell.cause?.name)
        json.member("cause_verdict", cell.cause?.verdict.rawValue)
        json.close("}")
    }
}
