import StackModel
import TraceInput

/// Flame graphs read back: the SVG of flamegraph.pl and inferno (so that of cargo flamegraph and py-spy, too) and
/// StackSift's own.
///
/// Names and values are those of the tooltips; what stands on what is told by where the frames are drawn. Frames that
/// were too narrow to be drawn are not in the file: what they took counts as their caller's own.
package enum FlameGraphSVGFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "flamegraph-svg", name: "flame graph (SVG)",
        recordedBy: "stacksift flamegraph TRACE -o x.svg, flamegraph.pl, inferno-flamegraph, py-spy record -o x.svg",
        weights: "the value in each frame's tooltip; a frame's own value is what the frames upon it leave")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let text = (head.hasPrefix("\u{FEFF}") ? head.dropFirst(3) : head).trimmedLines
        guard text.first == 0x3C, text.firstIndex(of: ByteView(literal: "<svg")) != nil else { return .no }
        for mark in ["Flame graph", "FlameGraph", "xmlns:fg=", "func_g", "flame-graph"] as [StaticString] {
            if text.firstIndex(of: ByteView(literal: mark)) != nil { return .yes }
        }
        return .maybe
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var drawing = FlameDrawing(SVGScanner(try reader.readAll(), file: reader.name))
        try drawing.read(into: &builder)
        guard !drawing.boxes.boxes.isEmpty else {
            throw TraceError(
                code: "svg.frames", at: SourceLocation(file: reader.name),
                expected: "frames with tooltips like \"main (12 samples, 34.00%)\"", found: "none",
                advice: "only flame graphs can be read back, not any drawing")
        }
        drawing.addSamples(into: &builder, file: reader.name)
    }
}
