import ProfileAnalysis
import StackModel

/// Writes a profile as the object of schema `stacksift.profile/1`.
///
/// Functions, threads and label sets are lists of objects. Stacks and samples are columns, lists of equal length, since
/// there are many: stack i is its caller's stack `parent[i]` and one frame more, and `parent[i] < i`. Numbers of
/// functions, stacks, threads and label sets count from 0; -1 is none.
package struct ProfileJSONWriter {
    private let profile: Profile
    private let columns: ValueColumns
    private let tables: CanonicalTables
    private let sums: SampleSums
    private let stacks: UsedRows
    private let functions: UsedRows
    private let threads: UsedRows
    private let labels: UsedRows
    /// What is known of each function's frames, by row.
    private let flags: [FrameFlags]

    /// A writer of `profile`, whose default value type is said to be `selection`.
    package init(_ profile: Profile, showing selection: ValueSelection) {
        self.profile = profile
        columns = ValueColumns(profile, showing: selection)
        tables = CanonicalTables(profile)
        let order = StackOrder(profile, frames: tables.frames)
        sums = SampleSums(profile, tables, order)
        stacks = sums.usedStacks(profile, order)
        functions = stacks.functions(profile, tables)
        threads = sums.used(tables.threads) { $0.thread.row }
        labels = sums.used(tables.labelSets) { $0.labels.row }
        var flags = [FrameFlags](repeating: [], count: profile.functions.count)
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            flags[frame.function.row].formUnion(frame.flags)
        }
        self.flags = flags
    }

    /// Writes the object, part by part.
    package func write(to sink: inout ByteSink) {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.profile/1")
        json.newline()
        writeMetadata(to: &json)
        json.newline()
        writeValueTypes(to: &json)
        writeList("functions", functions.rows, to: &json, &sink, write(function:to:))
        writeList("threads", threads.rows, to: &json, &sink, write(thread:to:))
        writeList("labels", labels.rows, to: &json, &sink, write(labelSet:to:))
        writeStacks(to: &json, &sink)
        writeSamples(to: &json, &sink)
        json.close("}")
        json.flush(to: &sink, isLast: true)
        sink.write(byte: 0x0A)
    }

    private func writeMetadata(to json: inout JSONText) {
        let metadata = profile.metadata
        json.key("metadata")
        json.open("{")
        json.key("sources")
        json.open("[")
        for source in metadata.sources { json.string(source) }
        json.close("]")
        json.member("format", metadata.format)
        json.member("stack_fidelity", metadata.stackFidelity.rawValue)
        json.member("host", metadata.host)
        json.member("command", metadata.commandLine)
        json.member("recorded_ns", metadata.recordedAt)
        json.member("start_ns", metadata.start)
        json.member("duration_ns", metadata.duration)
        json.member("period", metadata.period)
        json.member("period_type", metadata.periodType?.name)
        json.member("period_unit", metadata.periodType?.unit)
        json.member("lost_samples", metadata.lostSamples)
        json.key("comments")
        json.open("[")
        for comment in metadata.comments { json.string(comment) }
        json.close("]")
        json.close("}")
    }

    private func writeValueTypes(to json: inout JSONText) {
        json.key("value_types")
        json.open("[")
        for (column, type) in columns.types.enumerated() {
            let total = profile.total(columns.selections[column])
            json.open("{")
            json.member("name", type.name)
            json.member("unit", type.unit)
            json.member("total", total.value)
            json.member("samples", total.samples)
            json.key("default")
            json.bool(column == columns.defaultIndex)
            json.close("}")
        }
        json.close("]")
    }
}

// Lists of objects.
extension ProfileJSONWriter {
    private func writeList(
        _ name: String, _ rows: [Int], to json: inout JSONText, _ sink: inout ByteSink,
        _ write: (Int, inout JSONText) -> Void
    ) {
        json.newline()
        json.key(name)
        json.open("[")
        for row in rows {
            json.newline()
            write(row, &json)
            json.flush(to: &sink)
        }
        json.close("]")
    }

    private func write(function row: Int, to json: inout JSONText) {
        let function = profile.functions[FunctionID(row: row)]
        json.open("{")
        json.key("name")
        json.string(profile.strings.bytes(function.name))
        json.member("system_name", text(function.systemName))
        json.member("module", text(function.module))
        json.member("file", text(function.file))
        json.member("line", function.startLine > 0 ? Int64(function.startLine) : nil)
        json.member("kind", flags[row].kind)
        json.close("}")
    }

    private func write(thread row: Int, to json: inout JSONText) {
        let thread = profile.threads[ThreadID(row: row)]
        json.open("{")
        json.member("pid", thread.processID)
        json.member("tid", thread.threadID)
        json.member("command", text(thread.command))
        json.member("process", text(thread.processName))
        json.member("thread", text(thread.threadName))
        json.member("cgroup", text(thread.cgroup))
        json.close("}")
    }

    private func write(labelSet row: Int, to json: inout JSONText) {
        json.open("[")
        for label in tables.labels[row] {
            json.open("{")
            json.key("key")
            json.string(profile.strings.bytes(label.key))
            json.member("text", label.number == nil ? profile.text(label.text) : nil)
            json.member("number", label.number)
            json.member("unit", text(label.unit))
            json.close("}")
        }
        json.close("]")
    }

    private func text(_ id: StringID) -> String? { id.isNone ? nil : profile.text(id) }
}

// Columns.
extension ProfileJSONWriter {
    private func writeStacks(to json: inout JSONText, _ sink: inout ByteSink) {
        json.newline()
        json.key("stacks")
        json.open("{")
        writeColumn("parent", stacks.rows, to: &json, &sink) { row, json in
            json.number(stacks[profile.stacks.parent(StackID(row: row)).row])
        }
        writeColumn("function", stacks.rows, to: &json, &sink) { row, json in
            json.number(functions[frame(row).function.row])
        }
        writeColumn("line", stacks.rows, to: &json, &sink) { row, json in
            let line = frame(row).line
            if line > 0 { json.number(Int64(line)) } else { json.null() }
        }
        writeColumn("inlined", stacks.rows, to: &json, &sink) { row, json in
            json.bool(frame(row).flags.contains(.inlined))
        }
        json.close("}")
    }

    private func writeSamples(to json: inout JSONText, _ sink: inout ByteSink) {
        json.newline()
        json.key("samples")
        json.open("{")
        writeColumn("stack", sums.sums, to: &json, &sink) { sum, json in json.number(stacks[sum.key.stack.row]) }
        writeColumn("thread", sums.sums, to: &json, &sink) { sum, json in json.number(threads[sum.key.thread.row]) }
        writeColumn("labels", sums.sums, to: &json, &sink) { sum, json in json.number(labels[sum.key.labels.row]) }
        json.newline()
        json.key("values")
        json.open("[")
        for column in columns.types.indices {
            json.newline()
            writeElements(sums.sums, to: &json, &sink) { sum, json in
                json.number(columns.value(sums.rows[sum.range], of: profile, column: column))
            }
        }
        json.close("]")
        json.close("}")
    }

    private func writeColumn<Row>(
        _ name: String, _ rows: [Row], to json: inout JSONText, _ sink: inout ByteSink,
        _ write: (Row, inout JSONText) -> Void
    ) {
        json.newline()
        json.key(name)
        writeElements(rows, to: &json, &sink, write)
    }

    private func writeElements<Row>(
        _ rows: [Row], to json: inout JSONText, _ sink: inout ByteSink, _ write: (Row, inout JSONText) -> Void
    ) {
        json.open("[")
        for row in rows {
            write(row, &json)
            json.flush(to: &sink)
        }
        json.close("]")
    }

    private func frame(_ stack: Int) -> Frame { profile.frames[profile.stacks.frame(StackID(row: stack))] }
}
