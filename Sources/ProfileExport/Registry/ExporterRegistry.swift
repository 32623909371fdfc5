/// All outputs that are bytes, and how one is found: by id, or by the ending of a file name.
package enum ExporterRegistry {
    /// Every output; the order is that of lists.
    package static let all: [any ProfileExporter.Type] = [
        InfoExporter.self,
        TopExporter.self,
        TreeExporter.self,
        CallersExporter.self,
        CalleesExporter.self,
        LinesExporter.self,
        LabelsExporter.self,
        DiffExporter.self,
        FoldedExporter.self,
        FlameGraphExporter.self,
        HeatMapExporter.self,
        PprofExporter.self,
        ProfileJSONExporter.self,
        CSVExporter.self,
        SpeedscopeExporter.self,
        DotExporter.self,
        CheckExporter.self,
        JUnitExporter.self,
        MarkdownExporter.self,
    ]

    /// The output with this id or alias.
    package static func exporter(id: String) -> (any ProfileExporter.Type)? {
        all.first { $0.descriptor.id == id || $0.descriptor.aliases.contains(id) }
    }
}
