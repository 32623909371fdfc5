import ProfileAnalysis
import StackModel

/// Writes value types of a profile in speedscope's file format. (speedscope, src/lib/file-format-spec.ts.)
///
/// A profile there is one value type of one thread. What speedscope has no place for stands in `exporter` and, for each
/// profile, in the member `stacksift`, which speedscope passes over and StackSift reads back.
/// Frames are functions with their file (or module) and the line of their definition: speedscope takes frames at
/// different lines for different functions. The profiler's own root is left off.
package struct SpeedscopeWriter {
    /// Version of StackSift for the field `exporter`.
    package var version: String
    /// Frames in all samples together.
    package var frameLimit = 1 << 28

    /// A writer that names itself by `version`.
    package init(version: String) { self.version = version }

    /// Writes the file, part by part; the first selection is what speedscope shows first.
    package func write(
        _ profile: Profile, _ selections: [ValueSelection], to sink: inout ByteSink
    ) throws(ExportError) {
        try FrameLimit(frameLimit).check(profile)
        let tables = CanonicalTables(profile)
        let order = StackOrder(profile, frames: tables.frames)
        let sums = SampleSums(profile, tables, order)
        let frames = sums.usedStacks(profile, order).functions(profile, tables)
        var json = JSONText()
        json.open("{")
        json.member("$schema", "https://www.speedscope.app/file-format-schema.json")
        let mark = ExportMark(of: profile, countedTypes: profile.metadata.derivesSampleCounts ? 1 : 0, version: version)
        json.member("exporter", mark.comment)
        json.member("name", profile.sourceTitle)
        json.member("activeProfileIndex", Int64(0))
        json.newline()
        write(frames: frames.rows, of: profile, to: &json, &sink)
        json.newline()
        json.key("profiles")
        json.open("[")
        for selection in selections {
            let type = profile.valueType(of: selection)
            for lane in SpeedscopeLanes(profile, selection, tables, sums).lanes {
                let name = title(of: lane, profile)
                let title = selections.count > 1 ? "\(type.name): \(name)" : name
                write(lane, title, type, profile, frames, &json, &sink)
            }
        }
        json.close("]")
        json.close("}")
        json.flush(to: &sink, isLast: true)
        sink.write(byte: 0x0A)
    }

    private func write(frames: [Int], of profile: Profile, to json: inout JSONText, _ sink: inout ByteSink) {
        json.key("shared")
        json.open("{")
        json.key("frames")
        json.open("[")
        for row in frames {
            let function = profile.functions[FunctionID(row: row)]
            let file = function.file.isNone ? function.module : function.file
            json.newline()
            json.open("{")
            json.key("name")
            json.string(profile.strings.bytes(function.name))
            if !file.isNone { json.member("file", profile.text(file)) }
            if function.startLine > 0 { json.member("line", Int64(function.startLine)) }
            json.close("}")
            json.flush(to: &sink)
        }
        json.close("]")
        json.close("}")
    }

    private func write(
        _ lane: SpeedscopeLanes.Lane, _ title: String, _ type: ValueType, _ profile: Profile, _ frames: UsedRows,
        _ json: inout JSONText, _ sink: inout ByteSink
    ) {
        json.newline()
        json.open("{")
        json.member("type", "sampled")
        json.member("name", title)
        json.member("unit", unit(of: type))
        json.member("startValue", Int64(0))
        json.member("endValue", lane.weights.reduce(0) { $0.addingSaturated($1) })
        writeOrigin(of: lane, type, profile, to: &json)
        json.newline()
        json.key("samples")
        json.open("[")
        var path: [FrameID] = []
        for stack in lane.stacks {
            profile.collectPath(stack, into: &path)
            json.open("[")
            for frame in path { json.number(frames[profile.function(of: frame).row]) }
            json.close("]")
            json.flush(to: &sink)
        }
        json.close("]")
        json.newline()
        json.key("weights")
        json.open("[")
        for weight in lane.weights {
            json.number(weight)
            json.flush(to: &sink)
        }
        json.close("]")
        json.close("}")
    }

    /// Value type and thread, for StackSift itself.
    private func writeOrigin(
        of lane: SpeedscopeLanes.Lane, _ type: ValueType, _ profile: Profile, to json: inout JSONText
    ) {
        json.key("stacksift")
        json.open("{")
        json.member("value_type", type.name)
        json.member("unit", type.unit)
        if lane.isNegative { json.member("sign", Int64(-1)) }
        if !lane.thread.isNone {
            let thread = profile.threads[lane.thread]
            let texts: [(ThreadLabel, StringID)] = [
                (.command, thread.command), (.processName, thread.processName), (.threadName, thread.threadName),
                (.cgroup, thread.cgroup),
            ]
            for (label, text) in texts where !text.isNone { json.member(label.rawValue, profile.text(text)) }
            if let id = thread.processID { json.member(ThreadLabel.processID.rawValue, id) }
            if let id = thread.threadID { json.member(ThreadLabel.threadID.rawValue, id) }
        }
        json.close("}")
    }

    /// The thread in words, or the file where threads are unknown.
    private func title(of lane: SpeedscopeLanes.Lane, _ profile: Profile) -> String {
        let title = lane.thread.isNone ? profile.sourceTitle : profile.threadTitle(lane.thread)
        return lane.isNegative ? title + " (negative)" : title
    }

    /// speedscope's unit; `none` for what it has no word for.
    private func unit(of type: ValueType) -> String {
        ["nanoseconds", "microseconds", "milliseconds", "seconds", "bytes"].contains(type.unit) ? type.unit : "none"
    }
}
