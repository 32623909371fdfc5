import StackModel
import TraceInput

/// Go's stacks of goroutines: `/debug/pprof/goroutine?debug=2`, and what a program prints when it panics.
///
/// (Layout: `goroutineheader` and `traceback` in Go's src/runtime/traceback.go.)
package enum GoroutinesFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "goroutines", name: "Go goroutine stacks (debug=2, panics)",
        recordedBy: "curl -o x.txt 'http://localhost:6060/debug/pprof/goroutine?debug=2'",
        weights: "each goroutine counts 1")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        var lines = TextLines(head, file: "")
        var isInside = false
        while let line = lines.next() {
            if Goroutine.state(line) != nil {
                isInside = true
            } else if isInside, line.first == 0x09, Goroutine.place(line) != nil {
                return .yes
            }
        }
        return isInside ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        builder.setWideValueTypes([ValueType(name: "goroutine", unit: "count")])
        var tally = RecordTally(isStrict: options.isStrict)
        var open: Goroutine?
        while let line = try reader.nextLine() {
            if let state = Goroutine.state(line) {
                open?.add(into: &builder)
                open = Goroutine(state, into: &builder)
                tally.countGood()
            } else if open?.take(line, at: reader.location(), into: &builder) == false {
                open?.add(into: &builder)
                open = nil
            }
        }
        open?.add(into: &builder)
        try tally.judge(reader, builder, what: "goroutine")
    }
}

/// One goroutine while its lines are read.
struct Goroutine {
    private var frames: [FrameID] = []
    private var labels: [Label] = []
    /// A function of which the place is not read yet.
    private var pending: (name: StringID, isInlined: Bool)?

    /// What stands in brackets in `goroutine 18 [chan receive, 5 minutes]:`; nil in any other line. Crashes have addresses
    /// in front of the bracket.
    static func state(_ line: ByteView) -> ByteView? {
        guard line.hasPrefix("goroutine "), line.hasSuffix("]:") else { return nil }
        let digits = line.decimalDigits(from: 10)
        guard digits > 0, let bracket = line.firstIndex(of: ByteView(literal: " ["), from: 10 + digits) else {
            return nil
        }
        return line.slice(bracket + 2, line.count - 2)
    }

    /// File and line in `\t/src/main.go:20 +0x45 fp=0x... sp=0x... pc=0x...`.
    static func place(_ line: ByteView) -> (file: ByteView, line: Int32)? {
        let end = line.firstIndex(of: ByteView(literal: " +0x")) ?? line.trimmedEnd
        let text = line.prefix(end).trimmed
        guard let colon = text.lastIndex(of: 0x3A), colon > 0, let number = text.dropFirst(colon + 1).decimal else {
            return nil
        }
        return (text.prefix(colon), Int32(clamping: number))
    }

    /// A goroutine in this state, with the minutes that it has been waiting where Go tells them.
    init(_ state: ByteView, into builder: inout ProfileBuilder) {
        var rest = state
        let separator = ByteView(literal: ", ")
        let end = rest.firstIndex(of: separator) ?? rest.count
        labels.append(Label(key: builder.string("state"), text: builder.string(rest.prefix(end))))
        while let start = rest.firstIndex(of: separator) {
            rest = rest.dropFirst(start + separator.count)
            var fields = FieldCursor(rest)
            if let minutes = fields.integer(), fields.skip("minutes") {
                labels.append(
                    Label(key: builder.string("waiting"), number: minutes, unit: builder.string("minutes")))
            }
        }
    }

    /// Takes a line of the goroutine; false where it is none.
    mutating func take(_ line: ByteView, at place: SourceLocation, into builder: inout ProfileBuilder) -> Bool {
        if line.first == 0x09 {
            if let found = Goroutine.place(line) { settle(found, into: &builder) }
            return true
        }
        settle(nil, into: &builder)
        if line.hasPrefix("created by ") {
            let name = line.dropFirst(11)
            let end = name.firstIndex(of: ByteView(literal: " in goroutine ")) ?? name.count
            labels.append(Label(key: builder.string("created_by"), text: builder.string(name.prefix(end).trimmed)))
            return true
        }
        if line.hasPrefix("..."), line.firstIndex(of: ByteView(literal: "frames elided")) != nil {
            builder.diagnostics.report(
                .warning, "goroutines.elided", at: place, "Go left frames in the middle of a stack out")
            return true
        }
        if line.last == 0x29, let open = line.lastIndex(of: 0x28), open > 0 {
            // Of an inlined function Go does not know the arguments.
            pending = (builder.string(line.prefix(open)), line.dropFirst(open) == "(...)")
            return true
        }
        return line.hasPrefix("goroutine running on other thread")
    }

    /// Adds the function that was read last, with its place.
    private mutating func settle(_ place: (file: ByteView, line: Int32)?, into builder: inout ProfileBuilder) {
        guard let (name, isInlined) = pending else { return }
        pending = nil
        var function = Function(name: name)
        if let place { function.file = builder.string(place.file) }
        frames.append(
            builder.frame(
                Frame(
                    function: builder.function(function), line: place?.line ?? 0,
                    flags: isInlined ? .inlined : [])))
    }

    /// Adds the sample: frames are listed leaf first.
    mutating func add(into builder: inout ProfileBuilder) {
        settle(nil, into: &builder)
        var key = SampleKey(stack: .none)
        for frame in frames.reversed() { key.stack = builder.stack(parent: key.stack, frame: frame) }
        if builder.detail != .stacks { key.labels = builder.labelSet(labels) }
        builder.addSample(key, values: [1])
    }
}
