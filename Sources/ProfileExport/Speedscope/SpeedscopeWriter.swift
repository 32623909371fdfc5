import ProfileAnalysis
import StackModel

/// Writes one value type of a profile in speedscope's file format. (speedscope, src/lib/file-format-spec.ts.)
///
/// Frames are functions with their file (or module) and the line of their definition: speedscope takes frames at
/// different lines for different functions. The profiler's own root is left off.
package struct SpeedscopeWriter {
    /// Version of StackSift for the field `exporter`.
    package var version: String
    /// Frames in all samples together.
    package var frameLimit = 1 << 28

    /// A writer that names itself by `version`.
    package init(version: String) { self.version = version }

    /// Writes the file, part by part.
    package func write(
        _ profile: Profile, _ selection: ValueSelection, to sink: inout ByteSink
    ) throws(ExportError) {
        try FrameLimit(frameLimit).check(profile)
        let tables = CanonicalTables(profile)
        let order = StackOrder(profile, frames: tables.frames)
        let sums = SampleSums(profile, tables, order)
        let frames = sums.usedStacks(profile, order).functions(profile, tables)
        let lanes = SpeedscopeLanes(profile, selection, tables, sums).lanes
        var json = JSONText()
        json.open("{")
        json.member("$schema", "https://www.speedscope.app/file-format-schema.json")
        json.member("exporter", "StackSift \(version)")
        json.member("name", profile.sourceTitle)
        json.member("activeProfileIndex", Int64(0))
        json.newline()
        write(frames: frames.rows, of: profile, to: &json, &sink)
        json.newline()
        json.key("profiles")
        json.open("[")
        for lane in lanes { write(lane, of: profile, selection, frames, to: &json, &sink) }
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
        _ lane: SpeedscopeLanes.Lane, of profile: Profile, _ selection: ValueSelection, _ frames: UsedRows,
        to json: inout JSONText, _ sink: inout ByteSink
    ) {
        json.newline()
        json.open("{")
        json.member("type", "sampled")
        json.member("name", title(of: lane, profile))
        json.member("unit", unit(of: profile.valueType(of: selection)))
        json.member("startValue", Int64(0))
        json.member("endValue", lane.weights.reduce(0) { $0.addingSaturated($1) })
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
