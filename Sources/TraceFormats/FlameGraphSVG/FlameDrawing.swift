import StackModel
import TraceInput

/// Collects the frames of a drawing: a group (`<g>`, or `<a>` around a link) with a tooltip and a rectangle.
struct FlameDrawing {
    private(set) var boxes = FlameBoxes()
    private var scanner: SVGScanner
    private var unit = ""
    private var hasSides = false
    private var hasChanges = false
    private var estimated = 0
    private var shapeless = 0
    private var scratch: [UInt8] = []

    /// A drawing that `scanner` is at the start of.
    init(_ scanner: SVGScanner) { self.scanner = scanner }

    /// The group that is being read.
    private struct Group {
        var title: ByteView?
        var label: ByteView?
        var labelStart: Int64?
        var box = FlameBox()
        var hasRectangle = false
    }

    /// Reads to the end of the document.
    mutating func read(into builder: inout ProfileBuilder) throws(TraceError) {
        var group: Group?
        var depth = 0
        while let tag = try scanner.next() {
            switch tag {
            case .open(let name, let attributes, let isEmpty):
                if name == "g" || name == "a" {
                    if !isEmpty { group = Group() }
                } else if name == "svg" {
                    depth += isEmpty ? 0 : 1
                } else if group != nil {
                    try readPart(name, attributes, isEmpty, &group)
                }
            case .close(let name):
                if name == "g" || name == "a" {
                    if let done = group { finish(done, into: &builder) }
                    group = nil
                } else if name == "svg" {
                    depth -= 1
                }
            }
        }
        if depth > 0 { throw scanner.broken("the end of the drawing", "the end of the file", code: "svg.cut") }
    }

    private mutating func readPart(
        _ name: ByteView, _ attributes: SVGAttributes, _ isEmpty: Bool, _ group: inout Group?
    ) throws(TraceError) {
        if name == "title", !isEmpty {
            let text = try scanner.text(to: "title")
            if group?.title == nil { group?.title = text }
        } else if name == "rect", group?.hasRectangle == false {
            readRectangle(attributes, &group)
        } else if name == "text", !isEmpty {
            var attributes = attributes
            while let (name, value) = attributes.next() {
                if name == "x" { group?.labelStart = value.fixedPoint(6) }
            }
            group?.label = try scanner.text(to: "text")
        }
    }

    private func readRectangle(_ attributes: SVGAttributes, _ group: inout Group?) {
        var attributes = attributes
        var edges: (x: Int64?, y: Int64?, width: Int64?) = (nil, nil, nil)
        var counts: (start: Int64?, width: Int64?) = (nil, nil)
        while let (name, value) = attributes.next() {
            if name == "x" {
                edges.x = FlameDrawing.length(value)
            } else if name == "y" {
                edges.y = FlameDrawing.length(value)
            } else if name == "width" {
                edges.width = FlameDrawing.length(value)
            } else if name == "fg:x" {
                counts.start = value.signedDecimal
            } else if name == "fg:w" {
                counts.width = value.signedDecimal
            }
        }
        guard let x = edges.x, let y = edges.y, let width = edges.width else { return }
        group?.hasRectangle = true
        group?.box.top = y
        group?.box.hasCounts = counts.start != nil && counts.width != nil
        group?.box.start = counts.start ?? x
        group?.box.width = counts.width ?? width
    }

    /// A length in millionths; `%` is a unit like any other.
    private static func length(_ text: ByteView) -> Int64? {
        (text.last == 0x25 ? text.prefix(text.count - 1) : text).fixedPoint(6)
    }

    private mutating func finish(_ group: Group, into builder: inout ProfileBuilder) {
        guard let title = group.title else { return }
        guard group.hasRectangle else {
            shapeless += 1
            return
        }
        var box = group.box
        // flamegraph.pl rounds a rectangle's edge to a tenth of a pixel, its label's to a hundredth.
        if !box.hasCounts, let label = group.labelStart {
            let start = label.subtractingSaturated(3_000_000)
            if start.subtractingSaturated(box.start).magnitude <= 60_000 { box.start = start }
        }
        let name: StringID
        scratch.removeAll(keepingCapacity: true)
        title.appendUnescaped(to: &scratch)
        (name, box.values) = ByteView.withBytes(of: scratch) { text in
            guard let told = FlameTitle(text) else { return (StringID.none, []) }
            note(told)
            box.isAll = told.name == "all"
            return (builder.string(told.name), [told.value, told.after ?? told.value])
        }
        if name.isNone, box.values.isEmpty {
            addUntold(group, box, into: &builder)
        } else {
            box.frame = frame(name, box, into: &builder)
            boxes.append(box)
        }
    }

    private mutating func note(_ title: FlameTitle) {
        if unit.isEmpty { unit = title.unit.text }
        if title.after != nil { hasSides = true }
        if title.hasChange { hasChanges = true }
    }

    /// A frame whose tooltip the drawing's maker replaced by words of their own: its label names it, its width tells.
    private mutating func addUntold(_ group: Group, _ bare: FlameBox, into builder: inout ProfileBuilder) {
        guard let title = group.title, !title.trimmed.isEmpty, bare.width > 0 else { return }
        var box = bare
        box.lacksValue = !box.hasCounts
        if box.lacksValue { estimated += 1 }
        box.values = [box.width, box.width]
        let label = group.label?.trimmed ?? .empty
        scratch.removeAll(keepingCapacity: true)
        (label.isEmpty || label.hasSuffix("..") ? title.trimmed : label).appendUnescaped(to: &scratch)
        let name = ByteView.withBytes(of: scratch) { builder.string($0) }
        box.frame = frame(name, box, into: &builder)
        boxes.append(box)
    }

    private func frame(_ name: StringID, _ box: FlameBox, into builder: inout ProfileBuilder) -> FrameID {
        builder.frame(Frame(function: builder.function(Function(name: name)), flags: box.isAll ? .root : []))
    }
}

// What the frames say together.
extension FlameDrawing {
    /// Adds a sample for each stack.
    mutating func addSamples(into builder: inout ProfileBuilder, file: String) {
        let types = valueTypes()
        builder.setWideValueTypes(types)
        builder.defaultValueType = ValueTypeID(row: types.count)
        var tree = boxes.tree(width: types.count)
        tree.addSamples(into: &builder)
        builder.metadata.fileCounts["frames"] = tree.count
        let place = SourceLocation(file: file)
        if boxes.orphans > 0 {
            builder.diagnostics.report(
                .warning, "svg.geometry", at: place, count: boxes.orphans,
                "a frame stands on no other one; it is taken for the start of a stack")
        }
        if shapeless > 0 {
            builder.diagnostics.report(
                .warning, "svg.frame", at: place, count: shapeless,
                "a tooltip without a rectangle of known place and size is left out")
        }
        if tree.overdrawn > 0 {
            builder.diagnostics.report(
                .note, "svg.sum", at: place, count: tree.overdrawn, "the frames upon a frame hold more than it does")
        }
        if estimated > 0 {
            builder.diagnostics.report(
                .note, "svg.estimate", at: place, count: estimated,
                "a tooltip tells no value: the frame's width is taken for it")
        }
        if hasChanges {
            builder.diagnostics.report(
                .note, "svg.change", at: place,
                "this picture compares two profiles: only the second can be read back exactly, and was")
        }
    }

    private func valueTypes() -> [ValueType] {
        let unit = FlameDrawing.unit(of: self.unit)
        if hasSides { return [ValueType(name: "before", unit: unit), ValueType(name: "after", unit: unit)] }
        return [ValueType(name: self.unit.isEmpty ? "samples" : self.unit, unit: unit)]
    }

    /// The model's word for a picture's unit.
    private static func unit(of name: String) -> String {
        switch name {
        case "ns", "nanoseconds": "nanoseconds"
        case "us", "μs", "microseconds": "microseconds"
        case "ms", "milliseconds": "milliseconds"
        case "s", "sec", "seconds": "seconds"
        case "bytes": "bytes"
        default: "count"
        }
    }
}
