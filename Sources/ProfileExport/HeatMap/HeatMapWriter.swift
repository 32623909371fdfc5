import ProfileAnalysis
import StackModel

/// Draws a heat map: columns from left to right, the parts of a column from bottom to top, the fuller the darker.
struct HeatMapWriter {
    private let map: HeatMap
    private let type: ValueType
    private let title: String
    private let cell = 12
    private let left = 70
    private let top = 70

    init(_ map: HeatMap, _ type: ValueType, title: String) {
        self.map = map
        self.type = type
        self.title = title
    }

    func write(to sink: inout ByteSink) {
        var out = FlameBytes()
        addHead(&out)
        addAxes(&out)
        addCells(&out)
        out.add("<text id=\"details\" x=\"")
        out.add(Int64(left))
        out.add("\" y=\"")
        out.add(Int64(top + HeatMap.rows * cell / 2 + 46))
        out.add("\"> </text>\n<script><![CDATA[\n")
        out.add(HeatMapScript.text)
        out.add("]]></script>\n</svg>\n")
        sink.write(out.bytes)
    }

    private var width: Int { max(left + map.columns * cell + 30, 720) }
    private var height: Int { top + HeatMap.rows * cell / 2 + 70 }

    private func addHead(_ out: inout FlameBytes) {
        out.add("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg version=\"1.1\" width=\"")
        out.add(Int64(width))
        out.add("\" height=\"")
        out.add(Int64(height))
        out.add("\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:fg=\"http://github.com/jonhoo/inferno\" fg:span=\"")
        out.add(map.columnSpan)
        out.add("\" fg:rows=\"")
        out.add(Int64(HeatMap.rows))
        out.add("\" fg:unit=\"")
        out.addEscaped(type.unit)
        out.add("\">\n")
        out.add(HeatMapScript.style)
        out.add("<rect width=\"100%\" height=\"100%\" fill=\"#fcfcf8\"/>\n<text class=\"head\" x=\"10\" y=\"24\">")
        out.addEscaped(title)
        out.add("</text>\n<text class=\"sub\" x=\"10\" y=\"44\">")
        out.addEscaped(subtitle)
        out.add("</text>\n")
    }

    private var subtitle: String {
        let column = HumanValue.text(map.columnSpan, unit: "nanoseconds")
        let row = HumanValue.text(map.columnSpan / Int64(HeatMap.rows), unit: "nanoseconds")
        var text = "\(type.name); a column is \(column), a cell \(row); drag over cells to choose a window of time"
        if map.untimed != 0 { text += "; \(HumanValue.text(map.untimed, unit: type.unit)) without a time" }
        return text
    }

    private func addAxes(_ out: inout FlameBytes) {
        let bottom = top + HeatMap.rows * cell / 2
        let step = max(1, map.columns / 20)
        for column in stride(from: 0, to: map.columns, by: step) {
            out.add("<text class=\"tick\" x=\"")
            out.add(Int64(left + column * cell))
            out.add("\" y=\"")
            out.add(Int64(bottom + 16))
            out.add("\">")
            out.addEscaped(HumanValue.fixed(Double(map.columnSpan) * Double(column) / 1e9, 2) + " s")
            out.add("</text>\n")
        }
        for row in stride(from: 0, through: HeatMap.rows, by: 10) {
            let offset = map.columnSpan / Int64(HeatMap.rows) * Int64(row)
            out.add("<text class=\"tick end\" x=\"")
            out.add(Int64(left - 6))
            out.add("\" y=\"")
            out.add(Int64(bottom - row * cell / 2 + 4))
            out.add("\">")
            out.addEscaped("+" + HumanValue.text(offset, unit: "nanoseconds"))
            out.add("</text>\n")
        }
    }

    private func addCells(_ out: inout FlameBytes) {
        out.add("<g id=\"cells\">\n")
        for index in map.values.indices where map.values[index] > 0 {
            let (column, row) = (index / HeatMap.rows, index % HeatMap.rows)
            out.add("<rect x=\"")
            out.add(Int64(left + column * cell))
            out.add("\" y=\"")
            out.add(Int64(top + (HeatMap.rows - 1 - row) * cell / 2))
            out.add("\" width=\"")
            out.add(Int64(cell))
            out.add("\" height=\"")
            out.add(Int64(cell / 2))
            out.add("\" fg:i=\"")
            out.add(Int64(index))
            out.add("\" fg:v=\"")
            out.add(map.values[index])
            out.add("\" fill=\"")
            out.addEscaped(color(map.values[index]))
            out.add("\"/>\n")
        }
        out.add("</g>\n<rect id=\"choice\" class=\"off\" height=\"")
        out.add(Int64(HeatMap.rows * cell / 2))
        out.add("\" y=\"")
        out.add(Int64(top))
        out.add("\"/>\n")
    }

    /// From pale yellow to dark red by the square root of the share, so that small values are seen.
    private func color(_ value: Int64) -> String {
        let share = map.largest > 0 ? (Double(value) / Double(map.largest)).squareRoot() : 0
        let red = Int(255 - 115 * share)
        let green = Int(235 - 220 * share)
        let blue = Int(170 - 140 * share)
        return "rgb(\(red),\(green),\(blue))"
    }
}
