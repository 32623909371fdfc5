import StackModel

/// What a plan counts beside time, rows and loops; all of it includes what the steps below counted.
enum PlanCounter: Int, CaseIterable {
    case sharedHit, sharedRead, sharedDirtied, sharedWritten
    case localHit, localRead, localDirtied, localWritten
    case tempRead, tempWritten
    case readTime, writeTime
    case walRecords, walBytes

    /// The value type of the counter; a block has 8 KiB unless the server was built otherwise.
    var valueType: ValueType {
        switch self {
        case .sharedHit: ValueType(name: "shared_hit", unit: "blocks")
        case .sharedRead: ValueType(name: "shared_read", unit: "blocks")
        case .sharedDirtied: ValueType(name: "shared_dirtied", unit: "blocks")
        case .sharedWritten: ValueType(name: "shared_written", unit: "blocks")
        case .localHit: ValueType(name: "local_hit", unit: "blocks")
        case .localRead: ValueType(name: "local_read", unit: "blocks")
        case .localDirtied: ValueType(name: "local_dirtied", unit: "blocks")
        case .localWritten: ValueType(name: "local_written", unit: "blocks")
        case .tempRead: ValueType(name: "temp_read", unit: "blocks")
        case .tempWritten: ValueType(name: "temp_written", unit: "blocks")
        case .readTime: ValueType(name: "io_read", unit: "nanoseconds")
        case .writeTime: ValueType(name: "io_write", unit: "nanoseconds")
        case .walRecords: ValueType(name: "wal_records", unit: "count")
        case .walBytes: ValueType(name: "wal", unit: "bytes")
        }
    }

    /// Whether every plan with buffers has the counter, be it 0: so that two plans can be compared by it.
    var isUsual: Bool {
        switch self {
        case .sharedHit, .sharedRead, .sharedDirtied, .sharedWritten, .tempRead, .tempWritten: true
        default: false
        }
    }
}

/// Sums of a step and all below it, by counter.
struct PlanCounters {
    private var values = [Int64](repeating: 0, count: PlanCounter.allCases.count)
    /// Whether the plan told any of them.
    private(set) var isKnown = false

    subscript(counter: PlanCounter) -> Int64 { values[counter.rawValue] }

    /// Adds to a counter: some servers split one into several figures.
    mutating func add(_ value: Int64, to counter: PlanCounter) {
        values[counter.rawValue] = values[counter.rawValue].addingSaturated(value)
        isKnown = true
    }
}

/// One step of a plan (a "plan node" in PostgreSQL's words): what it is, and what it took.
struct PlanStep {
    /// Why a step stands below another.
    enum Role {
        /// Feeds rows to it.
        case input
        /// Is evaluated once for its expressions, or for those of steps further down.
        case initPlan
        /// Is evaluated in its expressions.
        case subPlan
        /// A common table expression, evaluated by the steps that scan it.
        case commonTable
    }

    /// As EXPLAIN's text calls the step: `Index Scan using line_ord on line l`.
    var label = ""
    /// The step above, in the plan as it is printed.
    var parent = -1
    var role = Role.input
    /// Name of the common table, or the output parameters of an init plan (`$0`, or `InitPlan 1`).
    var outputs: [String] = []
    /// The common table that the step scans.
    var scannedTable: String?
    /// Parameters that the step's expressions read.
    var readParameters: [String] = []
    var isGather = false
    var isModify = false
    /// How often the step ran; nil where the plan was not run, 0 where the step never was.
    var loops: Int64?
    /// Nanoseconds from the start to the last row, averaged over the loops; nil where they were not timed.
    var timePerLoop: Int64?
    /// Rows a loop, in hundredths.
    var rowsPerLoop: Int64 = 0
    /// The planner's cost, in hundredths, with all steps below.
    var cost: Int64?
    var plannedRows: Int64 = 0
    var counters = PlanCounters()

    /// Nanoseconds of all loops together.
    var time: Int64 { (timePerLoop ?? 0).multipliedSaturated(by: loops ?? 0) }

    /// Rows of all loops together.
    var rows: Int64 {
        let hundredths = rowsPerLoop.multipliedSaturated(by: loops ?? 0)
        return hundredths.addingSaturated(50) / 100
    }
}

/// One explained statement.
struct PlanStatement {
    /// Callers before callees, as they are printed.
    var steps: [PlanStep] = []
    /// Nanoseconds; nil where the plan does not tell.
    var planning: Int64?
    var execution: Int64?
    var serialization: Int64?
    var planningCounters = PlanCounters()
    var triggers: [PlanTrigger] = []
    /// What just-in-time compilation took, by phase.
    var compilation: [(phase: String, time: Int64)] = []
    var query: String?
}

/// A trigger that the statement fired.
struct PlanTrigger {
    /// `Trigger audit on cust`, as EXPLAIN's text has it.
    var label = ""
    var time: Int64 = 0
    var calls: Int64 = 0
    /// Constraints are checked after the plan has run.
    var isConstraint = false
}

extension PlanStep {
    /// Notes the parameters in an expression: `$0`, and since PostgreSQL 17 `(InitPlan 1).col1`.
    mutating func noteParameters(in text: ByteView) {
        var position = 0
        while let dollar = text.firstIndex(of: 0x24, from: position) {
            let digits = text.decimalDigits(from: dollar + 1)
            if digits > 0, digits < 9 { readParameters.append(text.slice(dollar, dollar + 1 + digits).text) }
            position = dollar + 1 + digits
        }
        position = 0
        while let start = text.firstIndex(of: ByteView(literal: "(InitPlan "), from: position) {
            let digits = text.decimalDigits(from: start + 10)
            if digits > 0, digits < 9 { readParameters.append(text.slice(start + 1, start + 10 + digits).text) }
            position = start + 10 + digits
        }
    }

    /// Takes the role and outputs from a subplan's name: `CTE big`, `SubPlan 1`, `InitPlan 1 (returns $0,$1)`.
    mutating func setRole(subplan name: ByteView) {
        if name.hasPrefix("CTE ") {
            role = .commonTable
            outputs = [name.dropFirst(4).text]
        } else if name.hasPrefix("InitPlan ") {
            role = .initPlan
            outputs = [name.prefix(9 + name.decimalDigits(from: 9)).text]
            var returned = PlanStep()
            returned.noteParameters(in: name)
            outputs += returned.readParameters
        } else {
            role = .subPlan
        }
    }
}
