import StackModel
import TraceInput

/// Makes a profile of plans: steps are frames, and each has a sample of what it took itself.
struct PlanSamples {
    private let statements: [PlanStatement]
    private var columns: [ValueType: Int] = [:]
    private var types: [ValueType] = []
    private var counters: [PlanCounter] = []

    private static let time = ValueType(name: "time", unit: "nanoseconds")
    private static let rows = ValueType(name: "rows", unit: "count")
    private static let loops = ValueType(name: "loops", unit: "count")
    private static let nodeTime = ValueType(name: "node_time", unit: "nanoseconds")
    private static let compilation = ValueType(name: "jit", unit: "nanoseconds")
    private static let cost = ValueType(name: "cost", unit: "hundredths")
    private static let plannedRows = ValueType(name: "plan_rows", unit: "count")

    /// The samples of `statements`, with the value types that they tell of.
    init(_ statements: [PlanStatement]) {
        self.statements = statements
        let steps = statements.flatMap(\.steps)
        if steps.contains(where: { $0.timePerLoop != nil }) { add(PlanSamples.time) }
        if steps.contains(where: { $0.loops != nil }) {
            add(PlanSamples.rows)
            add(PlanSamples.loops)
        }
        let all = steps.map(\.counters) + statements.map(\.planningCounters)
        let hasCounters = all.contains { $0.isKnown }
        counters = PlanCounter.allCases.filter { counter in
            hasCounters && (counter.isUsual || all.contains { $0[counter] != 0 })
        }
        for counter in counters { add(counter.valueType) }
        if statements.contains(where: { !$0.compilation.isEmpty }) { add(PlanSamples.compilation) }
        if columns[PlanSamples.time] != nil { add(PlanSamples.nodeTime) }
        if steps.contains(where: { $0.cost != nil }) {
            add(PlanSamples.cost)
            add(PlanSamples.plannedRows)
        }
    }

    private mutating func add(_ type: ValueType) {
        columns[type] = types.count
        types.append(type)
    }

    /// Adds all samples.
    func add(into builder: inout ProfileBuilder, file: String) throws(TraceError) {
        guard !types.isEmpty else {
            throw TraceError(
                code: "postgres.values", at: SourceLocation(file: file), expected: "a plan with figures", found: "none",
                advice: "explain with: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ...")
        }
        builder.setWideValueTypes(types)
        builder.metadata.isMeasured = true
        let main = columns[PlanSamples.time] ?? columns[PlanSamples.rows] ?? columns[PlanSamples.cost] ?? 0
        builder.defaultValueType = ValueTypeID(row: main + 1)
        for (index, statement) in statements.enumerated() {
            var labels = LabelSetID.none
            if statements.count > 1 {
                let key = builder.string("statement")
                labels = builder.labelSet([Label(key: key, number: Int64(index + 1), unit: .none)])
            }
            add(statement, labels, into: &builder)
        }
        let queries = statements.compactMap(\.query)
        if !queries.isEmpty { builder.metadata.commandLine = queries.joined(separator: "; ") }
        if statements.contains(where: { !$0.compilation.isEmpty }) {
            builder.diagnostics.report(
                .note, "postgres.jit", at: SourceLocation(file: file),
                "just-in-time compilation that ran within the plan's steps is in their times; the value type jit has all"
            )
        }
    }
}

extension PlanSamples {
    /// The stacks of one statement, while they are added.
    private struct Writer {
        var stacks: [StackID]
        let labels: LabelSetID
        let execution: StackID
    }

    private func add(_ statement: PlanStatement, _ labels: LabelSetID, into builder: inout ProfileBuilder) {
        let calls = PlanCalls(statement.steps)
        let wasRun = statement.steps.contains { $0.loops != nil }
        let root = wasRun ? stack("Execution", below: .none, into: &builder) : .none
        var writer = Writer(
            stacks: [StackID](repeating: .none, count: statement.steps.count), labels: labels, execution: root)
        for row in calls.order.order {
            let caller = calls.order.callers[row]
            let below = caller < 0 ? root : writer.stacks[caller]
            writer.stacks[row] = stack(statement.steps[row].label, below: below, into: &builder)
        }
        let triggers = placeTriggers(statement, calls)
        addSteps(statement, calls, triggers.within, writer, into: &builder)
        if wasRun { addAround(statement, calls, triggers.after, writer, into: &builder) }
    }

    private func stack(_ name: String, below parent: StackID, into builder: inout ProfileBuilder) -> StackID {
        let function = builder.function(Function(name: builder.string(name)))
        return builder.stack(parent: parent, frame: builder.frame(Frame(function: function)))
    }

    private func add(
        _ values: [ValueType: Int64], at stack: StackID, _ writer: Writer, into builder: inout ProfileBuilder
    ) {
        var row = [Int64](repeating: 0, count: types.count)
        for (type, value) in values {
            if let column = columns[type] { row[column] = value }
        }
        builder.addSample(SampleKey(stack: stack, labels: writer.labels), values: row)
    }

    private func addSteps(
        _ statement: PlanStatement, _ calls: PlanCalls, _ triggers: [PlanTrigger], _ writer: Writer,
        into builder: inout ProfileBuilder
    ) {
        let shares = calls.shares(statement.steps)
        let modify = statement.steps.firstIndex(where: \.isModify)
        for row in calls.order.order {
            let step = statement.steps[row]
            var values: [ValueType: Int64] = [
                PlanSamples.time: shares.selves[row], PlanSamples.rows: step.rows,
                PlanSamples.loops: step.loops ?? 0, PlanSamples.plannedRows: step.plannedRows,
            ]
            var nodeTime = step.time
            var cost = step.cost ?? 0
            for callee in calls.order.callees(of: row) {
                nodeTime = nodeTime.subtractingSaturated(statement.steps[callee].time)
                cost = cost.subtractingSaturated(statement.steps[callee].cost ?? 0)
            }
            values[PlanSamples.nodeTime] = nodeTime
            values[PlanSamples.cost] = max(cost, 0)
            for counter in counters {
                let below = calls.order.callees(of: row).reduce(Int64(0)) {
                    $0.addingSaturated(statement.steps[$1].counters[counter])
                }
                values[counter.valueType] = max(step.counters[counter].subtractingSaturated(below), 0)
            }
            if row == modify {
                for trigger in triggers {
                    let left = values[PlanSamples.time] ?? 0
                    let time = min(trigger.time, left)
                    values[PlanSamples.time] = left.subtractingSaturated(time)
                    addTrigger(trigger, time, below: writer.stacks[row], writer, into: &builder)
                }
            }
            add(values, at: writer.stacks[row], writer, into: &builder)
        }
    }
}

// What is around the steps.
extension PlanSamples {
    /// Constraints and AFTER triggers run after the plan, in the rest of the execution; BEFORE triggers within the step
    /// that changes rows. Which is which the plan does not tell: those are taken to be AFTER triggers that together
    /// fill the rest best.
    private func placeTriggers(
        _ statement: PlanStatement, _ calls: PlanCalls
    ) -> (after: [PlanTrigger], within: [PlanTrigger]) {
        let others = statement.triggers.filter { !$0.isConstraint }
        guard statement.execution != nil, statement.steps.contains(where: \.isModify), others.count <= 12 else {
            return (statement.triggers, [])
        }
        let constraints = statement.triggers.filter(\.isConstraint)
        let left = constraints.reduce(rest(statement, calls)) { $0.subtractingSaturated($1.time) }
        var best: (time: Int64, chosen: Int) = (0, 0)
        for chosen in 0..<(1 << others.count) {
            let time = others.indices.reduce(Int64(0)) {
                chosen >> $1 & 1 == 0 ? $0 : $0.addingSaturated(others[$1].time)
            }
            if time <= left, time > best.time { best = (time, chosen) }
        }
        let after = others.indices.filter { best.chosen >> $0 & 1 == 1 }.map { others[$0] }
        let within = others.indices.filter { best.chosen >> $0 & 1 == 0 }.map { others[$0] }
        return (constraints + after, within)
    }

    /// Nanoseconds of the execution that are none of the steps'.
    private func rest(_ statement: PlanStatement, _ calls: PlanCalls) -> Int64 {
        guard let execution = statement.execution else { return 0 }
        var rest = execution
        for row in calls.order.order where calls.order.callers[row] < 0 {
            rest = rest.subtractingSaturated(statement.steps[row].time)
        }
        return max(rest, 0)
    }

    private func addTrigger(
        _ trigger: PlanTrigger, _ time: Int64, below parent: StackID, _ writer: Writer,
        into builder: inout ProfileBuilder
    ) {
        let values = [
            PlanSamples.time: time, PlanSamples.nodeTime: trigger.time, PlanSamples.loops: trigger.calls,
        ]
        add(values, at: stack(trigger.label, below: parent, into: &builder), writer, into: &builder)
    }

    private func addAround(
        _ statement: PlanStatement, _ calls: PlanCalls, _ triggers: [PlanTrigger], _ writer: Writer,
        into builder: inout ProfileBuilder
    ) {
        var left = rest(statement, calls)
        for trigger in triggers {
            let time = statement.execution == nil ? trigger.time : min(trigger.time, left)
            left = max(left.subtractingSaturated(time), 0)
            addTrigger(trigger, time, below: writer.execution, writer, into: &builder)
        }
        if let serialization = statement.serialization {
            let time = min(serialization, left)
            left = left.subtractingSaturated(time)
            let place = stack("Serialization", below: writer.execution, into: &builder)
            add([PlanSamples.time: time], at: place, writer, into: &builder)
        }
        addCompilation(statement, &left, writer, into: &builder)
        add([PlanSamples.time: left], at: writer.execution, writer, into: &builder)
        guard statement.planning != nil || statement.planningCounters.isKnown else { return }
        var values = [PlanSamples.time: statement.planning ?? 0]
        for counter in counters { values[counter.valueType] = statement.planningCounters[counter] }
        add(values, at: stack("Planning", below: .none, into: &builder), writer, into: &builder)
    }

    /// Compilation that is not within the times of the steps is in the rest of the execution.
    private func addCompilation(
        _ statement: PlanStatement, _ left: inout Int64, _ writer: Writer, into builder: inout ProfileBuilder
    ) {
        guard !statement.compilation.isEmpty else { return }
        let parent = stack("JIT", below: writer.execution, into: &builder)
        for (phase, time) in statement.compilation {
            let outside = min(time, left)
            left = left.subtractingSaturated(outside)
            let values = [PlanSamples.compilation: time, PlanSamples.time: outside]
            add(values, at: stack(phase, below: parent, into: &builder), writer, into: &builder)
        }
    }
}
