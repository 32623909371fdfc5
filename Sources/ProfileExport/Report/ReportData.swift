import ProfileAnalysis
import StackModel

/// The data of a report's page: one JSON object, tables by column.
struct ReportData {
    private var json = JSONText()

    /// The object as bytes that may stand in an HTML script.
    static func bytes(_ model: borrowing ReportModel, title: String, toolVersion: String) -> [UInt8] {
        var data = ReportData()
        data.write(model, title: title, toolVersion: toolVersion)
        return inert(data.json.bytes)
    }

    private mutating func write(_ model: borrowing ReportModel, title: String, toolVersion: String) {
        json.open("{")
        json.member("title", title)
        json.member("tool", toolVersion)
        writeTypes(model.types)
        json.key("sides")
        strings(model.subject.sides.map(\.name))
        writeRuns(model)
        writeFunctions(model)
        json.key("tree")
        json.open("{")
        column("parent", model.tree.parents)
        column("function", model.tree.functions)
        column("recursive", model.tree.recursive)
        json.close("}")
        json.key("threads")
        strings(model.threads)
        writeClock(model)
        writeRows(model)
        writeExact(model.exact)
        if let diff = model.subject.diff { ReportComparison(diff, model).write(to: &json) }
        json.close("}")
    }

    private mutating func writeTypes(_ types: ReportValueTypes) {
        json.newline()
        json.key("types")
        json.open("[")
        for type in types.types {
            json.open("{")
            json.member("name", type.name)
            json.member("unit", type.unit)
            json.close("}")
        }
        json.close("]")
        json.member("type", Int64(types.chosen))
    }

    private mutating func writeRuns(_ model: borrowing ReportModel) {
        json.newline()
        json.key("runs")
        json.open("[")
        for (index, run) in model.subject.runs.enumerated() {
            let (profile, metadata) = (run.profile, run.profile.metadata)
            json.newline()
            json.open("{")
            json.member("side", Int64(run.side))
            json.member("source", metadata.sources.joined(separator: ", "))
            json.member("format", metadata.format)
            json.member("fidelity", profile.isCallGraph ? "estimated" : metadata.stackFidelity.rawValue)
            json.member("host", metadata.host)
            json.member("command", metadata.commandLine)
            json.member("recorded_ns", metadata.recordedAt)
            json.member("duration_ns", metadata.duration)
            json.member("lost", metadata.lostSamples)
            json.member("threads", Int64(profile.threads.distinctThreadCount()))
            let samples = profile.isCallGraph ? nil : profile.total(model.types.selections[index][model.types.chosen])
            json.member("samples", samples?.samples)
            json.key("diagnostics")
            json.open("[")
            for diagnostic in profile.diagnostics.diagnostics { write(diagnostic) }
            json.close("]")
            json.close("}")
        }
        json.close("]")
    }

    private mutating func write(_ diagnostic: Diagnostic) {
        json.open("{")
        json.member("severity", diagnostic.severity.rawValue)
        json.member("code", diagnostic.code)
        json.member("count", Int64(diagnostic.count))
        json.member("line", diagnostic.location.line.map(Int64.init))
        json.member("message", diagnostic.message)
        json.close("}")
    }

    private mutating func writeFunctions(_ model: borrowing ReportModel) {
        json.newline()
        json.key("functions")
        json.open("{")
        json.key("name")
        strings(model.tree.functionGroups.map { model.groups.name($0).text })
        var places: [String] = []
        var index: [String: Int32] = [:]
        let placeOf = model.tree.functionGroups.map { group -> Int32 in
            let function = model.groups[group]
            let path = model.groups.strings.text(function.module.isNone ? function.file : function.module)
            if let known = index[path] { return known }
            let next = Int32(truncatingIfNeeded: places.count)
            index[path] = next
            places.append(path)
            return next
        }
        column("place", placeOf)
        json.key("places")
        strings(places)
        json.key("kind")
        strings(model.tree.functionGroups.map { model.groups[$0].flags.kind ?? "" })
        json.close("}")
    }

    private mutating func writeClock(_ model: borrowing ReportModel) {
        guard let clock = model.clock else { return }
        json.key("clock")
        json.open("{")
        json.member("column_ns", clock.columnSpan)
        json.member("columns", Int64(clock.columns))
        json.member("rows", Int64(HeatMap.rows))
        json.member("together", Int64(model.rows.cellsTogether))
        json.close("}")
    }

    private mutating func writeRows(_ model: borrowing ReportModel) {
        json.newline()
        json.key("rows")
        json.open("{")
        column("run", model.rows.runs)
        column("path", model.rows.paths.map { model.tree.rows[Int($0)] })
        column("thread", model.rows.threads)
        column("cell", model.rows.cells)
        json.key("values")
        json.open("[")
        for values in model.rows.values { numbers(values) }
        json.close("]")
        json.close("}")
    }

    private mutating func writeExact(_ exact: [ReportModel.ExactFigures]) {
        guard !exact.isEmpty else { return }
        json.key("exact")
        json.open("[")
        for side in exact {
            json.open("{")
            for (name, figures) in [("self", side.own), ("total", side.total)] {
                json.key(name)
                json.open("[")
                for values in figures { numbers(values) }
                json.close("]")
            }
            json.close("}")
        }
        json.close("]")
    }

    private mutating func column(_ name: String, _ values: [Int32]) {
        json.key(name)
        numbers(values.lazy.map(Int64.init))
    }

    private mutating func numbers(_ values: some Sequence<Int64>) {
        json.open("[")
        for value in values { json.number(value) }
        json.close("]")
    }

    private mutating func strings(_ values: [String]) {
        json.open("[")
        for value in values { json.string(value) }
        json.close("]")
    }

    /// JSON without anything that ends or opens an HTML element, or that JavaScript takes for the end of a line. These
    /// characters stand in strings only.
    static func inert(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 16)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x3C: out.append(contentsOf: "\\u003c".utf8)
            case 0x3E: out.append(contentsOf: "\\u003e".utf8)
            case 0x26: out.append(contentsOf: "\\u0026".utf8)
            case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8:
                out.append(contentsOf: bytes[index + 2] == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
                index += 2
            default: out.append(byte)
            }
            index += 1
        }
        return out
    }
}
