import ProfileAnalysis
import StackModel

/// Keeps what comparisons found, in the tables that the view `verdicts` reads.
package enum ComparisonStore {
    /// Adds a comparison to the store at `path`, which is made where there is none; gives its number.
    package static func add(
        _ comparison: Comparison, to path: String, toolVersion: String
    ) throws(StoreError) -> Int64 {
        let connection = try StoreOpening.forWriting(path, toolVersion: toolVersion)
        return try connection.transaction { () throws(StoreError) in
            let id = try connection.nextID("comparison_id", of: "comparison")
            let rows = ComparisonRows(connection: connection, id: id, comparison: comparison)
            try rows.writeComparison()
            try rows.writeRuns()
            try rows.writeFunctions()
            try rows.writeStacks()
            return id
        }
    }
}

/// Writes the rows of one comparison.
private struct ComparisonRows {
    let connection: SQLiteConnection
    let id: Int64
    let comparison: Comparison

    private var runs: ComparedRuns { comparison.runs }

    func writeComparison() throws(StoreError) {
        let meta = comparison.meta
        let row = try insert(into: "comparison", columns: 18)
        row.bind(1, id)
        row.bind(2, try ValueTypeDirectory(connection: connection).id(of: runs.valueType))
        row.bind(3, meta.norm)
        row.bind(4, Int64(comparison.sides.before.count))
        row.bind(5, Int64(comparison.sides.after.count))
        row.bind(6, comparison.sides.isProvisional ? Int64(1) : 0)
        let figures: [Double?] = [meta.scaleError, meta.runVariation, meta.priorDegrees, meta.priorDispersion]
        row.bind(7, reals: figures)
        row.bind(11, Int64(meta.testedCount))
        let total = meta.total
        row.bind(
            12,
            reals: [
                comparison.options.alpha, meta.totalBefore, meta.totalAfter, total?.ratio, total?.interval?.low,
                total?.interval?.high, meta.scaleChange?.ratio,
            ])
        try row.insert()
    }

    func writeRuns() throws(StoreError) {
        let row = try insert(into: "comparison_run", columns: 7)
        let scale = Dictionary(
            zip(comparison.sides.all, comparison.meta.scale), uniquingKeysWith: { first, _ in first })
        for (number, run) in runs.sides.all.enumerated() {
            row.bind(1, id)
            row.bind(2, runs.sides.before.contains(run) ? "before" : "after")
            row.bind(3, Int64(number + 1))
            row.bind(4, runs.facts[run].source)
            row.bind(5, profileID(runs.facts[run].source))
            row.bind(6, reals: [scale[run]])
            row.bind(7, scale[run] == nil ? Int64(1) : 0)
            try row.insert()
        }
    }

    /// The profile that `STORE:#NUMBER` names, where it is one of this store, however its path is written.
    private func profileID(_ source: String) -> Int64? {
        guard let mark = source.lastIndex(of: "#"), source[..<mark].hasSuffix(":"),
            let file = FileIdentity(path: String(source[..<mark].dropLast())),
            file == FileIdentity(path: connection.path)
        else { return nil }
        return Int64(source[source.index(after: mark)...])
    }

    func writeFunctions() throws(StoreError) {
        let row = try insert(into: "comparison_function", columns: 25)
        for estimate in comparison.ranked {
            let entity = runs.entities.entities[estimate.entity]
            let explaining = estimate.explainedBy.map { runs.entities.entities[$0] }
            row.bind(1, id)
            row.bind(2, entity.kind.rawValue)
            row.bind(3, runs.functions.name(entity.group).text)
            row.bind(4, runs.functions.module(entity.group).map { ByteView.withBytes(of: $0) { $0.baseName.text } })
            row.bind(5, runs.functions.file(entity.group))
            row.bind(6, estimate.verdict.rawValue)
            row.bind(7, estimate.isCause ? Int64(1) : 0)
            row.bind(8, explaining?.kind.rawValue)
            row.bind(9, explaining.map { runs.functions.name($0.group).text })
            row.bind(10, reals: figures(estimate))
            try row.insert()
        }
    }

    private func figures(_ estimate: EntityEstimate) -> [Double?] {
        let moments = estimate.moments
        return [
            moments.meanBefore, moments.meanAfter, moments.delta, estimate.deltaInterval.low,
            estimate.deltaInterval.high, estimate.impact, estimate.ratio, estimate.ratioInterval?.low,
            estimate.ratioInterval?.high, estimate.test.t, estimate.test.degrees, estimate.test.p, estimate.q,
            estimate.detectableImpact, estimate.detectableRatio, runs.calls == nil ? moments.samples : nil,
        ]
    }

    func writeStacks() throws(StoreError) {
        let row = try insert(into: "comparison_stack", columns: 4)
        for stack in comparison.stackChanges() {
            row.bind(1, id)
            row.bind(2, path(stack.stack))
            row.bind(3, reals: [stack.before, stack.after])
            try row.insert()
        }
    }

    /// Names joined by `;`, of which those inside names read `:`.
    private func path(_ stack: Int) -> String {
        var bytes: [UInt8] = []
        for group in runs.stacks.path(stack) {
            if !bytes.isEmpty { bytes.append(0x3B) }
            bytes += runs.functions.name(group).bytes.map { $0 == 0x3B ? 0x3A : $0 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func insert(into table: String, columns: Int) throws(StoreError) -> SQLiteStatement {
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        return try SQLiteStatement(connection, "INSERT INTO \(table) VALUES (\(marks))")
    }
}

extension SQLiteStatement {
    /// Binds numbers from `first` on; what is not there, or not finite, is null.
    fileprivate func bind(_ first: Int32, reals: [Double?]) {
        for (offset, value) in reals.enumerated() {
            let index = first + Int32(truncatingIfNeeded: offset)
            if let value, value.isFinite { bind(index, value) } else { bindNull(index) }
        }
    }
}
