import ProfileExport
import StackModel

/// What an output is: bytes by one of the exporters, or a database.
package enum OutputForm: Sendable {
    case bytes(any ProfileExporter.Type)
    case sqlite

    /// The database among outputs.
    package static let sqliteDescriptor = ExportDescriptor(
        id: "sqlite", aliases: ["db", "database"], suffixes: [".sqlite3", ".sqlite", ".db"],
        summary: "an SQLite database with views for people: functions, stacks, samples, threads",
        subjects: [.traces], detail: .everything, isBinary: true)

    /// All outputs in the order of lists.
    package static var all: [OutputForm] { ExporterRegistry.all.map { .bytes($0) } + [.sqlite] }

    /// What is said of it.
    package var descriptor: ExportDescriptor {
        switch self {
        case .bytes(let exporter): exporter.descriptor
        case .sqlite: OutputForm.sqliteDescriptor
        }
    }

    /// The output with this id or alias.
    package init?(id: String) {
        guard let form = OutputForm.all.first(where: { $0.descriptor.id == id || $0.descriptor.aliases.contains(id) })
        else { return nil }
        self = form
    }

    /// The output that a file's name ends in; of two endings that fit, the longer one.
    package init?(path: String) {
        let name = path.lowercased()
        var best: (form: OutputForm, length: Int)?
        for form in OutputForm.all {
            for suffix in form.descriptor.suffixes where name.hasSuffix(suffix) && suffix.count > best?.length ?? 0 {
                best = (form, suffix.count)
            }
        }
        guard let best else { return nil }
        self = best.form
    }
}

extension OutputForm {
    /// All outputs, a line each, for help texts.
    package static var list: String {
        all.map(\.descriptor).map { descriptor in
            let suffix = descriptor.suffixes.first ?? ""
            return "  " + descriptor.id.padded(12) + suffix.padded(18) + descriptor.summary
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
