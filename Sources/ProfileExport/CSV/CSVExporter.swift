import ProfileAnalysis
import StackModel

/// A line a function, for spreadsheets and data frames.
package enum CSVExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "csv", suffixes: [".csv"], summary: "a line a function: self, total, shares, calls (RFC 4180)",
        subjects: [.profile])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        var options = options
        options.form = .csv
        TopTable(profile, selection, options).writeCSV(to: &sink)
    }
}

extension TopTable {
    /// Writes the functions: `function,module,file,line,kind,self,total,self_share,total_share,calls`.
    ///
    /// Values are in the unit of the value type; what is unknown is an empty field.
    package func writeCSV(to sink: inout ByteSink) {
        var record = CSVRecord()
        for name in [
            "function", "module", "file", "line", "kind", "self", "total", "self_share", "total_share", "calls",
        ] { record.add(name) }
        record.end(to: &sink)
        for row in rows {
            let group = summary.groups[row.group]
            record.add(summary.groups.strings.text(group.name))
            record.add(summary.groups.strings.text(group.module))
            record.add(summary.groups.strings.text(group.file))
            record.add(group.line > 0 ? Int64(group.line) : nil)
            record.add(group.flags.kind)
            record.add(row.selfValue)
            record.add(row.totalValue)
            record.add(row.selfValue, of: summary.total)
            record.add(row.totalValue, of: summary.total)
            record.add(row.calls)
            record.end(to: &sink)
        }
    }
}
