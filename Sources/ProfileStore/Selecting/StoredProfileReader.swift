import ProfileAnalysis
import StackModel

extension StoreReader {
    /// Reads a profile back: its functions and paths of functions, values, threads, labels and, where they were kept,
    /// single samples. What a store leaves out is not there: addresses, lines of frames, paths of binaries.
    package func profile(_ id: Int64, detail: SampleDetail, name: String) throws(StoreError) -> Profile {
        let header = try StoredHeader(self, id)
        var builder = ProfileBuilder(detail: detail)
        header.describe(&builder, name: name)
        var code = try StoredCode(self)
        if header.isCallGraph {
            try readCallGraph(id, header, &code, &builder)
        } else if try statement("SELECT 1 FROM sample WHERE profile_id = \(id) LIMIT 1").step() {
            try readSamples(id, header, &code, &builder)
        } else {
            try readSums(id, header, &code, &builder)
        }
        return builder.finish()
    }

    private func readSamples(
        _ id: Int64, _ header: StoredHeader, _ code: inout StoredCode, _ builder: inout ProfileBuilder
    ) throws(StoreError) {
        var threads = try StoredThreads(self, id, namesAreCommands: header.format.hasPrefix("perf"))
        var labels = try StoredLabels(self)
        var pending: [Int64] = []
        let rows = try statement(
            """
            SELECT value_type_id, stack_id, thread_id, label_set_id, time_ns, value FROM sample
            WHERE profile_id = \(id) ORDER BY sample_id
            """)
        while try rows.step() {
            guard case .integer(let typeID) = rows.value(0), let type = header.typeOf[typeID],
                case .integer(let value) = rows.value(5)
            else { continue }
            var key = SampleKey(stack: try code.stack(rows.integer(1), &builder))
            key.thread = try threads.thread(rows.integer(2), &builder)
            key.labels = try labels.labels(rows.integer(3), &builder)
            let time = rows.integer(4)
            if header.isWide {
                // A sample's values are rows that follow each other, one of each value type.
                pending.append(value)
                guard pending.count == header.types.count else { continue }
                builder.addSample(key, values: pending, time: time)
                pending.removeAll(keepingCapacity: true)
            } else {
                key.valueType = type
                builder.addSample(key, value: value, time: time)
            }
        }
    }

    private func readSums(
        _ id: Int64, _ header: StoredHeader, _ code: inout StoredCode, _ builder: inout ProfileBuilder
    ) throws(StoreError) {
        var left = header.totals
        let rows = try statement(
            """
            SELECT r.last_stack_id, pv.value_type_id, r.self, r.self_samples FROM profile_value pv
            JOIN stack_run r ON r.series_id = pv.series_id
            WHERE pv.profile_id = \(id) AND pv.is_derived = 0 AND (r.self <> 0 OR r.self_samples <> 0)
            ORDER BY r.last_stack_id, pv.value_type_id
            """)
        let countTypes = Dictionary(
            header.types.map { ($0.storeID, $0.countType) }, uniquingKeysWith: { first, _ in first })
        var sums = StackSums(header)
        while try rows.step() {
            guard let stack = rows.integer(0), let type = rows.integer(1), let value = rows.integer(2) else { continue }
            if stack != sums.stack { try sums.flush(&code, &builder) }
            sums.stack = stack
            sums.values[type] = value
            left[type] = (left[type] ?? 0).subtractingSaturated(value)
            if let countType = countTypes[type] ?? nil, let count = rows.integer(3) {
                sums.values[countType] = count
                left[countType] = (left[countType] ?? 0).subtractingSaturated(count)
            }
        }
        try sums.flush(&code, &builder)
        // What was measured without any frame is in the totals alone.
        sums.values = left.filter { $0.value != 0 }
        try sums.flush(&code, &builder)
    }

    private func readCallGraph(
        _ id: Int64, _ header: StoredHeader, _ code: inout StoredCode, _ builder: inout ProfileBuilder
    ) throws(StoreError) {
        let rows = try statement(
            """
            SELECT a.function_id, a.self, a.total, c.self FROM profile_value pv
            JOIN function_value a ON a.profile_id = pv.profile_id AND a.value_type_id = pv.value_type_id
            LEFT JOIN function_value c ON c.profile_id = pv.profile_id AND c.function_id = a.function_id
                AND c.value_type_id <> pv.value_type_id
            WHERE pv.profile_id = \(id) AND pv.is_default = 1
            """)
        while try rows.step() {
            guard let function = rows.integer(0) else { continue }
            let calls = rows.integer(3) ?? 0
            let figures = FunctionFigures(
                calls: calls, primitiveCalls: calls, selfTime: rows.integer(1) ?? 0, totalTime: rows.integer(2) ?? 0)
            builder.callGraph.add(try code.function(function, &builder), figures)
        }
        let edges = try statement(
            """
            SELECT caller_id, callee_id, calls, primitive_calls, self, total FROM call_edge WHERE profile_id = \(id)
            """)
        while try edges.step() {
            guard let caller = edges.integer(0), let callee = edges.integer(1) else { continue }
            let figures = FunctionFigures(
                calls: edges.integer(2) ?? 0, primitiveCalls: edges.integer(3) ?? edges.integer(2) ?? 0,
                selfTime: edges.integer(4) ?? 0,
                totalTime: edges.integer(5) ?? 0)
            builder.callGraph.append(
                CallEdge(
                    caller: try code.function(caller, &builder), callee: try code.function(callee, &builder),
                    figures: figures, hasTimes: edges.integer(4) != nil))
        }
    }
}

/// The sums of one path on their way into a profile.
private struct StackSums {
    let header: StoredHeader
    /// 0 is no path.
    var stack: Int64 = 0
    /// By number of the value type in the store.
    var values: [Int64: Int64] = [:]

    init(_ header: StoredHeader) { self.header = header }

    mutating func flush(_ code: inout StoredCode, _ builder: inout ProfileBuilder) throws(StoreError) {
        defer {
            values = [:]
            stack = 0
        }
        if values.isEmpty { return }
        var key = SampleKey(stack: try code.stack(stack == 0 ? nil : stack, &builder))
        if header.isWide {
            let all = header.types.map { values[$0.storeID] ?? 0 }
            builder.addSample(key, values: all, count: header.countType.flatMap { values[$0] } ?? 1)
            return
        }
        for type in header.types {
            guard let value = values[type.storeID] else { continue }
            key.valueType = type.id
            builder.addSample(key, value: value, count: type.countType.flatMap { values[$0] } ?? 1)
        }
    }
}
