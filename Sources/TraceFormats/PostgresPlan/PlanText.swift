import StackModel
import TraceInput

/// Reads EXPLAIN's text, one statement or several one after the other.
///
/// A step's line has its figures in parentheses; all but the first step begin with an arrow, and stand below the last
/// step that is indented less. What is told of a step stands below it, in front of the steps that feed it.
struct PlanText {
    private(set) var statements: [PlanStatement] = []
    /// Lines that belong to no plan.
    private(set) var ignored = 0
    private var statement = PlanStatement()
    /// The steps that the next one may stand below, with their indentation.
    private var open: [(indentation: Int, row: Int)] = []
    /// The name of the subplan whose step comes next.
    private var subplan: ByteView?
    private var section = Section.step
    private var sectionIndentation = 0

    /// What the details on the following lines tell of.
    private enum Section {
        case step
        case worker
        case planning
        case compilation
        case none
    }

    /// Reads all lines.
    init(_ lines: TextLines) {
        var lines = lines
        while let line = lines.next() { read(line) }
        finish()
    }

    private mutating func read(_ line: ByteView) {
        let indentation = line.skipBlanks()
        let text = line.dropFirst(indentation).trimmed
        if text.isEmpty { return }
        let isFed = text.hasPrefix("->")
        let label = isFed ? text.dropFirst(2).trimmed : text
        if let figures = PlanText.figures(label) {
            let column = indentation + (isFed ? text.skipBlanks(from: 2) : 0)
            addStep(label.prefix(figures).trimmed, label.dropFirst(figures), at: column, isFed: isFed)
        } else if text.hasPrefix("InitPlan ") || text.hasPrefix("SubPlan ") || text.hasPrefix("CTE ") {
            subplan = text
            section = .none
            while let last = open.last, last.indentation >= indentation { open.removeLast() }
        } else {
            readDetail(text, indentation)
        }
    }

    /// Where a step's figures begin, behind its label.
    private static func figures(_ text: ByteView) -> Int? {
        for mark in [" (cost=", " (actual time=", " (actual rows=", " (never executed)"] as [StaticString] {
            if let start = text.firstIndex(of: ByteView(literal: mark)), start > 0 { return start }
        }
        return nil
    }

    private mutating func addStep(_ label: ByteView, _ figures: ByteView, at column: Int, isFed: Bool) {
        if !isFed { finish() }
        while let last = open.last, last.indentation >= column { open.removeLast() }
        var step = PlanStep()
        step.label = label.text
        step.parent = open.last?.row ?? -1
        if step.parent < 0, !statement.steps.isEmpty { step.parent = 0 }
        step.isGather = label.hasPrefix("Gather")
        step.isModify = PlanText.isModify(label)
        if let table = PlanText.scannedTable(label) { step.scannedTable = table.text }
        if let subplan { step.setRole(subplan: subplan) }
        subplan = nil
        PlanText.read(figures, into: &step)
        open.append((column, statement.steps.count))
        statement.steps.append(step)
        section = .step
    }

    private static func isModify(_ label: ByteView) -> Bool {
        for word in ["Insert on ", "Update on ", "Delete on ", "Merge on "] as [StaticString] {
            if label.hasPrefix(word) { return true }
        }
        return false
    }

    /// `big` in `CTE Scan on big b`.
    private static func scannedTable(_ label: ByteView) -> ByteView? {
        guard let start = label.firstIndex(of: ByteView(literal: "CTE Scan on ")) else { return nil }
        let name = label.dropFirst(start + 12)
        if name.first == 0x22, let quote = name.firstIndex(of: 0x22, from: 1) { return name.slice(1, quote) }
        return name.prefix(name.firstIndex(of: 0x20) ?? name.count)
    }

    /// `(cost=0.29..8.31 rows=1 width=36) (actual time=0.012..0.013 rows=1 loops=1)`.
    private static func read(_ figures: ByteView, into step: inout PlanStep) {
        var text = figures
        if let actual = figures.firstIndex(of: ByteView(literal: "(actual ")) {
            text = figures.prefix(actual)
            let measured = figures.dropFirst(actual)
            step.timePerLoop = value("..", in: measured)?.fixedPoint(6)
            step.rowsPerLoop = value("rows=", in: measured)?.fixedPoint(2) ?? 0
            step.loops = value("loops=", in: measured)?.fixedPoint(0)
        } else if figures.firstIndex(of: ByteView(literal: "(never executed)")) != nil {
            step.loops = 0
        }
        step.cost = value("..", in: text)?.fixedPoint(2)
        step.plannedRows = value("rows=", in: text)?.fixedPoint(0) ?? 0
    }

    /// The number behind `key`.
    private static func value(_ key: StaticString, in text: ByteView) -> ByteView? {
        guard let start = text.firstIndex(of: ByteView(literal: key)) else { return nil }
        let rest = text.dropFirst(start + key.utf8CodeUnitCount)
        var end = 0
        while end < rest.count, rest[end] == 0x2E || rest[end] &- 0x30 < 10 { end += 1 }
        return rest.prefix(end)
    }

    private mutating func finish() {
        if !statement.steps.isEmpty {
            statements.append(statement)
            statement = PlanStatement()
        }
        open.removeAll()
        section = .none
    }
}

// Details.
extension PlanText {
    private mutating func readDetail(_ text: ByteView, _ indentation: Int) {
        if section == .worker, indentation > sectionIndentation { return }
        if let colon = text.firstIndex(of: 0x3A) {
            let key = text.prefix(colon)
            let value = text.dropFirst(colon + 1).trimmed
            if readTotal(key, value) || startSection(key, indentation) { return }
            if key == "Buffers" || key == "WAL" || key == "I/O Timings" { return readCounters(value, key) }
            if key == "Timing", section == .compilation { return readPhases(value) }
            if key.hasPrefix("Trigger ") { return readTrigger(text) }
            if key == "Query Text" { return statement.query = value.text }
        }
        guard let last = open.last else {
            ignored += 1
            return
        }
        if section == .step || section == .worker { statement.steps[last.row].noteParameters(in: text) }
    }

    private mutating func startSection(_ key: ByteView, _ indentation: Int) -> Bool {
        if key.hasPrefix("Worker "), key.dropFirst(7).decimal != nil {
            section = .worker
        } else if key == "Planning" {
            section = .planning
        } else if key == "JIT" {
            section = .compilation
        } else {
            if section == .worker { section = .step }
            return false
        }
        sectionIndentation = indentation
        return true
    }

    /// `Planning Time: 0.1 ms`; lower case before PostgreSQL 10.
    private mutating func readTotal(_ key: ByteView, _ value: ByteView) -> Bool {
        let number = value.prefix(value.firstIndex(of: 0x20) ?? value.count)
        if key == "Planning Time" || key == "Planning time" {
            statement.planning = number.fixedPoint(6)
        } else if key == "Execution Time" || key == "Execution time" || key == "Total runtime" {
            statement.execution = number.fixedPoint(6)
        } else if key == "Serialization" {
            statement.serialization = PlanText.value("time=", in: value)?.fixedPoint(6)
        } else {
            return false
        }
        section = .none
        return true
    }

    /// `Trigger for constraint ord_cust_fkey on ord: time=1.234 calls=10`.
    private mutating func readTrigger(_ text: ByteView) {
        guard let start = text.lastIndex(of: 0x3A), let time = PlanText.value("time=", in: text.dropFirst(start)) else {
            return
        }
        var trigger = PlanTrigger(label: text.prefix(start).text)
        trigger.time = time.fixedPoint(6) ?? 0
        trigger.calls = PlanText.value("calls=", in: text.dropFirst(start))?.fixedPoint(0) ?? 0
        trigger.isConstraint = text.hasPrefix("Trigger for constraint ")
        statement.triggers.append(trigger)
    }

    /// `Generation 1.2 ms (Deform 0.3 ms), Inlining 0.0 ms, ..., Total 9.9 ms`.
    private mutating func readPhases(_ text: ByteView) {
        var rest = text
        while !rest.isEmpty {
            let end = rest.firstIndex(of: ByteView(literal: ", ")) ?? rest.count
            var fields = FieldCursor(rest.prefix(end))
            let phase = fields.word()
            if !(phase == "Total"), let time = fields.word().fixedPoint(6) {
                statement.compilation.append((phase.text, time))
            }
            rest = end + 2 <= rest.count ? rest.dropFirst(end + 2) : .empty
        }
    }

    /// `shared hit=3 read=4, temp read=1 written=2`, `records=5 bytes=600`, `shared read=0.5 write=0.1`.
    private mutating func readCounters(_ text: ByteView, _ key: ByteView) {
        var counters = PlanCounters()
        var group = ByteView(literal: "shared")
        var fields = FieldCursor(text)
        while !fields.isAtEnd {
            var word = fields.word()
            if word.last == 0x2C { word = word.prefix(word.count - 1) }
            guard let equal = word.firstIndex(of: 0x3D) else {
                group = word
                continue
            }
            let name = word.prefix(equal)
            guard let counter = PlanText.counter(key, group, name) else { continue }
            let isTime = key == "I/O Timings"
            counters.add(word.dropFirst(equal + 1).fixedPoint(isTime ? 6 : 0) ?? 0, to: counter)
        }
        for counter in PlanCounter.allCases where counters.isKnown {
            if section == .planning {
                statement.planningCounters.add(counters[counter], to: counter)
            } else if section == .step, let last = open.last {
                statement.steps[last.row].counters.add(counters[counter], to: counter)
            }
        }
    }

    private static func counter(_ key: ByteView, _ group: ByteView, _ name: ByteView) -> PlanCounter? {
        if key == "WAL" { return name == "records" ? .walRecords : name == "bytes" ? .walBytes : nil }
        if key == "I/O Timings" { return name == "read" ? .readTime : name == "write" ? .writeTime : nil }
        switch "\(group.text) \(name.text)" {
        case "shared hit": return .sharedHit
        case "shared read": return .sharedRead
        case "shared dirtied": return .sharedDirtied
        case "shared written": return .sharedWritten
        case "local hit": return .localHit
        case "local read": return .localRead
        case "local dirtied": return .localDirtied
        case "local written": return .localWritten
        case "temp read": return .tempRead
        case "temp written": return .tempWritten
        default: return nil
        }
    }
}
