/// All outputs that are bytes; `OutputForm` finds one by id, or by the ending of a file name.
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
        ReportExporter.self,
        PprofExporter.self,
        ProfileJSONExporter.self,
        CSVExporter.self,
        SpeedscopeExporter.self,
        DotExporter.self,
        CheckExporter.self,
        JUnitExporter.self,
        MarkdownExporter.self,
        SelfTestExporter.self,
        BaselineExporter.self,
        MatrixExporter.self,
        TrendExporter.self,
        TrendChartExporter.self,
    ]
}
