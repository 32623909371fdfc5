import StackModel
import TraceInput

/// Reads EXPLAIN's JSON: an array of statements, or one (auto_explain).
struct PlanJSON {
    private var json: JSONReader
    private(set) var statements: [PlanStatement] = []
    private var statement = PlanStatement()

    /// A reader at the start of a value.
    init(_ json: JSONReader) { self.json = json }

    /// Where reading stopped.
    var offset: Int { json.offset }

    /// Reads one value.
    mutating func read() throws(TraceError) {
        guard try json.kind() == .array else { return try readStatement() }
        var more = try json.open(.array)
        while more {
            try readStatement()
            more = try json.more(.array)
        }
    }

    private mutating func readStatement() throws(TraceError) {
        statement = PlanStatement()
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "Plan" {
                try readPlan()
            } else if key == "Planning Time" {
                statement.planning = try milliseconds()
            } else if key == "Execution Time" || key == "Total Runtime" {
                statement.execution = try milliseconds()
            } else if key == "Query Text" {
                statement.query = try json.string().text
            } else if key == "Planning" {
                try readPlanning()
            } else if key == "Triggers" {
                try readTriggers()
            } else if key == "JIT" {
                try readCompilation()
            } else if key == "Serialization" {
                try readSerialization()
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        if !statement.steps.isEmpty { statements.append(statement) }
    }

    /// Milliseconds as nanoseconds.
    private mutating func milliseconds() throws(TraceError) -> Int64 { (try json.number() * 1e6).nearestInt64 }

    private mutating func readPlanning() throws(TraceError) {
        var more = try json.open(.object)
        while more {
            if let counter = PlanJSON.counter(try json.key()) {
                statement.planningCounters.add(try value(of: counter), to: counter)
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
    }

    private mutating func readTriggers() throws(TraceError) {
        var relations: [String] = []
        var next = try json.open(.array)
        while next {
            var trigger = PlanTrigger()
            var name = ""
            var constraint = ""
            var relation = ""
            var more = try json.open(.object)
            while more {
                let key = try json.key()
                if key == "Trigger Name" {
                    name = try json.string().text
                } else if key == "Constraint Name" {
                    constraint = try json.string().text
                } else if key == "Relation" {
                    relation = try json.string().text
                } else if key == "Time" {
                    trigger.time = try milliseconds()
                } else if key == "Calls" {
                    trigger.calls = try json.number().nearestInt64
                } else {
                    try json.skip()
                }
                more = try json.more(.object)
            }
            trigger.isConstraint = !constraint.isEmpty
            trigger.label = "Trigger " + (constraint.isEmpty ? name : "for constraint \(constraint)")
            statement.triggers.append(trigger)
            relations.append(relation)
            next = try json.more(.array)
        }
        // The text names relations where there are several.
        guard Set(relations).count > 1 else { return }
        for (index, relation) in relations.enumerated() { statement.triggers[index].label += " on \(relation)" }
    }

    private mutating func readCompilation() throws(TraceError) {
        var more = try json.open(.object)
        while more {
            if try json.key() == "Timing" { try readPhases() } else { try json.skip() }
            more = try json.more(.object)
        }
    }

    /// `{"Generation": 1.0, "Inlining": ..., "Total": ...}`; PostgreSQL 17 has `{"Deform": ..., "Total": ...}` in place
    /// of the first number.
    private mutating func readPhases() throws(TraceError) {
        var more = try json.open(.object)
        while more {
            let phase = try json.key().text
            var time: Int64 = 0
            if try json.kind() == .object {
                var inner = try json.open(.object)
                while inner {
                    if try json.key() == "Total" { time = try milliseconds() } else { try json.skip() }
                    inner = try json.more(.object)
                }
            } else {
                time = try milliseconds()
            }
            if phase != "Total" { statement.compilation.append((phase, time)) }
            more = try json.more(.object)
        }
    }

    private mutating func readSerialization() throws(TraceError) {
        var more = try json.open(.object)
        while more {
            if try json.key() == "Time" { statement.serialization = try milliseconds() } else { try json.skip() }
            more = try json.more(.object)
        }
    }
}

// Steps.
extension PlanJSON {
    /// A step whose object is not closed yet.
    private struct OpenStep {
        var step = PlanStep()
        var label = PlanLabel()
        let row: Int
    }

    /// Reads the tree of steps, however deep, without recursion.
    private mutating func readPlan() throws(TraceError) {
        var open: [OpenStep] = []
        var isInside = try enter(&open)
        while !open.isEmpty {
            if isInside {
                let top = open.count - 1
                let key = try json.key()
                if key == "Plans" {
                    if try json.open(.array) {
                        isInside = try enter(&open)
                        continue
                    }
                } else {
                    try readMember(key, &open[top])
                }
                isInside = try json.more(.object)
                continue
            }
            close(&open)
            guard !open.isEmpty else { return }
            isInside = try json.more(.array) ? enter(&open) : json.more(.object)
        }
    }

    private mutating func enter(
        _ open: inout [OpenStep]
    ) throws(TraceError) -> Bool {
        var next = OpenStep(row: statement.steps.count)
        next.step.parent = open.last?.row ?? -1
        open.append(next)
        statement.steps.append(next.step)
        return try json.open(.object)
    }

    private mutating func close(_ open: inout [OpenStep]) {
        guard let done = open.popLast() else { return }
        var step = done.step
        step.label = done.label.text
        step.isGather = done.label.nodeType.hasPrefix("Gather")
        step.isModify = done.label.nodeType == "ModifyTable"
        statement.steps[done.row] = step
    }

    private mutating func readMember(
        _ key: ByteView, _ open: inout OpenStep
    ) throws(TraceError) {
        switch try json.kind() {
        case .string: try readText(key, &open.step, &open.label)
        case .number: try readNumber(key, &open.step)
        case .bool:
            let isTrue = try json.bool()
            if key == "Parallel Aware" { open.label.isParallelAware = isTrue }
            if key == "Async Capable" { open.label.isAsyncCapable = isTrue }
        default: try json.skip()
        }
    }

    private mutating func readText(
        _ name: ByteView, _ step: inout PlanStep, _ label: inout PlanLabel
    ) throws(TraceError) {
        let key = name.text
        let value = try json.string()
        switch key {
        case "Node Type": label.nodeType = value.text
        case "Strategy": label.strategy = value.text
        case "Partial Mode": label.partialMode = value.text
        case "Operation": label.operation = value.text
        case "Command": label.command = value.text
        case "Join Type": label.joinType = value.text
        case "Scan Direction": label.scanDirection = value.text
        case "Index Name": label.indexName = value.text
        case "Schema": label.schema = value.text
        case "Alias": label.alias = value.text
        case "Custom Plan Provider": label.provider = value.text
        case "Relation Name", "Function Name", "Table Function Name", "Tuplestore Name": label.object = value.text
        case "CTE Name":
            label.object = value.text
            step.scannedTable = value.text
        case "Parent Relationship": if value == "InitPlan" { step.role = .initPlan }
        case "Subplan Name": step.setRole(subplan: value)
        default: step.noteParameters(in: value)
        }
    }

    private mutating func readNumber(_ key: ByteView, _ step: inout PlanStep) throws(TraceError) {
        if let counter = PlanJSON.counter(key) { return step.counters.add(try value(of: counter), to: counter) }
        let value = try json.number()
        if key == "Actual Total Time" {
            step.timePerLoop = (value * 1e6).nearestInt64
        } else if key == "Actual Rows" {
            step.rowsPerLoop = (value * 100).nearestInt64
        } else if key == "Actual Loops" {
            step.loops = value.nearestInt64
        } else if key == "Total Cost" {
            step.cost = (value * 100).nearestInt64
        } else if key == "Plan Rows" {
            step.plannedRows = value.nearestInt64
        }
    }

    private mutating func value(of counter: PlanCounter) throws(TraceError) -> Int64 {
        let isTime = counter == .readTime || counter == .writeTime
        return (try json.number() * (isTime ? 1e6 : 1)).nearestInt64
    }

    private static func counter(_ key: ByteView) -> PlanCounter? {
        guard key.hasSuffix("Blocks") || key.hasSuffix(" Time") || key.hasPrefix("WAL ") else { return nil }
        switch key.text {
        case "Shared Hit Blocks": return .sharedHit
        case "Shared Read Blocks": return .sharedRead
        case "Shared Dirtied Blocks": return .sharedDirtied
        case "Shared Written Blocks": return .sharedWritten
        case "Local Hit Blocks": return .localHit
        case "Local Read Blocks": return .localRead
        case "Local Dirtied Blocks": return .localDirtied
        case "Local Written Blocks": return .localWritten
        case "Temp Read Blocks": return .tempRead
        case "Temp Written Blocks": return .tempWritten
        case "I/O Read Time", "Shared I/O Read Time", "Local I/O Read Time", "Temp I/O Read Time": return .readTime
        case "I/O Write Time", "Shared I/O Write Time", "Local I/O Write Time", "Temp I/O Write Time":
            return .writeTime
        case "WAL Records": return .walRecords
        case "WAL Bytes": return .walBytes
        default: return nil
        }
    }
}
