import Glibc
import StackModel

/// What a matrix of comparisons is made of.
package struct MatrixOptions: Sendable {
    /// The label that tells columns apart: commit, build. The first column is what the others are compared with.
    package var column = ""
    /// The label that tells rows apart: service, host; nil puts all runs into one row.
    package var row: String?
    /// A function's total in place of everything together.
    package var function: String?
    /// The value type; nil is the default that the runs of a cell have.
    package var value: String?
    package var comparison = ComparisonOptions()

    /// No labels yet.
    package init() {}
}

/// Runs by two labels, each row's columns compared with its first one.
package struct ComparisonMatrix: Sendable {
    /// One cell against the first of its row.
    package struct Cell: Sendable {
        package let runCount: Int
        /// Mean of a run: everything together, or the function.
        package let value: Double
        /// To the first column; nil in that column, and where it or this one has nothing.
        package internal(set) var ratio: Double?
        package internal(set) var interval: Interval?
        package internal(set) var p: Double?
        /// False discovery rate over the whole matrix.
        package internal(set) var q: Double?
        /// The strongest cause that got worse or better, and how the verdict reads.
        package internal(set) var cause: (name: String, verdict: Verdict)?
        /// Fewer than three runs in this cell or the first.
        package internal(set) var isProvisional = false

        /// Whether the change is real.
        package func isChange(alpha: Double) -> Bool { !isProvisional && (q ?? 1) <= alpha }
    }

    package let options: MatrixOptions
    package let columns: [String]
    package let rows: [String]
    package let valueType: ValueType
    /// By row and column; nil where there are no runs.
    package private(set) var cells: [[Cell?]]

    /// Sorts the runs that `profiles` are by their labels, and compares; throws where a label is on none of them.
    package init(_ profiles: [Profile], _ options: MatrixOptions) throws(DiffError) {
        let sorted = ComparisonMatrix.byTime(profiles)
        columns = try ComparisonMatrix.values(of: options.column, in: sorted)
        rows =
            try options.row.map { label throws(DiffError) in
                try ComparisonMatrix.values(of: label, in: sorted)
            } ?? ["all"]
        self.options = options
        var type: ValueType?
        var cells: [[Cell?]] = []
        for row in rows {
            let inRow = sorted.filter { options.row == nil || $0.metadata.runLabels[options.row ?? ""] == row }
            let runs = columns.map { column in inRow.filter { $0.metadata.runLabels[options.column] == column } }
            let (line, valueType) = try ComparisonMatrix.cells(runs, options)
            cells.append(line)
            type = type ?? valueType
        }
        valueType = type ?? ValueType(name: "", unit: "")
        self.cells = cells
        correct()
    }

    /// Geometric mean of the ratios of a column over the rows that have one.
    package func geometricMean(column: Int) -> Double? {
        let logs = cells.compactMap { $0[column]?.ratio }.filter { $0 > 0 }.map { log($0) }
        return logs.isEmpty ? nil : exp(logs.mean)
    }

    /// Values of a label, in the order in which runs have them; the runs are in the order of time.
    private static func values(of label: String, in profiles: [Profile]) throws(DiffError) -> [String] {
        var seen = Set<String>()
        let values = profiles.compactMap { $0.metadata.runLabels[label] }.filter { seen.insert($0).inserted }
        guard values.isEmpty else { return values }
        let known = Set(profiles.flatMap { $0.metadata.runLabels.keys }).sorted().joined(separator: ", ")
        throw DiffError(
            description: "error: expected runs with a label \"\(label)\", found \(known.isEmpty ? "none" : known)"
                + " [diff.label]")
    }

    private static func byTime(_ profiles: [Profile]) -> [Profile] {
        let times = profiles.compactMap(\.metadata.recordedAt)
        guard times.count == profiles.count else { return profiles }
        return profiles.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { profiles[$0] }
    }

    private static func cells(
        _ runs: [[Profile]], _ options: MatrixOptions
    ) throws(DiffError) -> ([Cell?], ValueType?) {
        var cells: [Cell?] = []
        var type: ValueType?
        for (column, cell) in runs.enumerated() {
            guard !cell.isEmpty else {
                cells.append(nil)
                continue
            }
            let base = column > 0 ? runs[0] : []
            let compared = try ComparedRuns(
                before: base.isEmpty ? cell : base, after: base.isEmpty ? [] : cell, value: options.value)
            type = type ?? compared.valueType
            if base.isEmpty {
                let values = compared.values(of: options.function)
                cells.append(Cell(runCount: cell.count, value: values.mean))
            } else {
                cells.append(try self.cell(Comparison(compared, options.comparison), options))
            }
        }
        return (cells, type)
    }

    private static func cell(_ comparison: Comparison, _ options: MatrixOptions) -> Cell {
        let runs = comparison.runs
        let values = runs.values(of: options.function)
        var cell = Cell(runCount: runs.sides.after.count, value: runs.sides.after.map { values[$0] }.mean)
        if let name = options.function {
            let estimate = runs.entity(named: name).map { comparison.estimates[$0] }
            cell.ratio = estimate?.ratio
            cell.interval = estimate?.ratioInterval
            cell.p = estimate?.test.p
        } else if let total = comparison.meta.total {
            cell.ratio = total.ratio
            cell.interval = total.interval
            cell.p = total.p
        }
        cell.isProvisional = comparison.sides.isProvisional
        let cause = comparison.causes.first { comparison.estimates[$0].verdict.isChange }
        cell.cause = cause.map { cause in
            (runs.functions.name(runs.entities.entities[cause].group).text, comparison.estimates[cause].verdict)
        }
        return cell
    }

    /// Gives every cell its false discovery rate.
    private mutating func correct() {
        let places = rows.indices.flatMap { row in columns.indices.map { (row, $0) } }
            .filter { cells[$0.0][$0.1]?.p != nil }
        let qValues = FalseDiscovery.qValues(places.compactMap { cells[$0.0][$0.1]?.p })
        for (place, q) in zip(places, qValues) { cells[place.0][place.1]?.q = q }
    }
}

extension ComparedRuns {
    /// The total of a function; its self where it calls nothing.
    fileprivate func entity(named name: String) -> Int? {
        func find(_ kind: EntityKind) -> Int? {
            entities.entities.firstIndex { $0.kind == kind && functions.name($0.group).text == name }
        }
        return find(.total) ?? find(.own)
    }

    /// By run: everything together, or a function.
    fileprivate func values(of function: String?) -> [Double] {
        guard let function else { return entities.runTotals }
        guard let entity = entity(named: function) else { return entities.runTotals.map { _ in 0 } }
        return entities.runTotals.indices.map { entities.sum(entity, $0) }
    }
}
