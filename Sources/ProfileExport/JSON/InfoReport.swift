import ProfileAnalysis
import StackModel

/// What `info` says of one or several traces.
package enum InfoReport {
    /// The object of schema `stacksift.info/1`.
    package static func json(_ profiles: [Profile]) -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.info/1")
        json.key("files")
        json.open("[")
        for profile in profiles { write(profile, to: &json) }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private static func write(_ profile: Profile, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("path", profile.metadata.sources.first ?? "")
        json.member("format", profile.metadata.format)
        json.member("stack_fidelity", profile.metadata.stackFidelity.rawValue)
        json.key("value_types")
        json.open("[")
        for selection in selections(profile) {
            let type = profile.valueType(of: selection)
            let total = profile.total(selection)
            json.open("{")
            json.member("name", type.name)
            json.member("unit", type.unit)
            json.member("total", total.value)
            json.member("samples", total.samples)
            let counts = StackCounts(profile, of: selection.valueType)
            json.member("samples_without_stack", counts.samplesWithoutStack)
            json.member("max_depth", Int64(counts.maxDepth))
            json.key("default")
            json.bool(selection == .type(profile.defaultValueType))
            json.close("}")
        }
        json.close("]")
        json.member("threads", Int64(profile.threads.distinctThreadCount()))
        let counts = StackCounts(profile)
        json.member("functions", Int64(functionCount(profile)))
        json.member("stacks", Int64(counts.distinct))
        json.member("locations", profile.metadata.fileCounts["locations"].map(Int64.init))
        json.member("mappings", profile.metadata.fileCounts["mappings"].map(Int64.init))
        json.member("samples_without_stack", counts.samplesWithoutStack)
        json.member("max_depth", Int64(profile.metadata.fileCounts["max_depth"] ?? counts.maxDepth))
        json.key("file_counts")
        json.open("{")
        for (name, count) in profile.metadata.fileCounts.sorted(by: { $0.key < $1.key }) {
            json.member(name, Int64(count))
        }
        json.close("}")
        json.member("start_ns", profile.metadata.start)
        json.member("duration_ns", profile.metadata.duration)
        json.key("diagnostics")
        json.open("[")
        for diagnostic in profile.diagnostics.diagnostics {
            json.open("{")
            json.member("severity", diagnostic.severity.rawValue)
            json.member("code", diagnostic.code)
            json.member("count", Int64(diagnostic.count))
            json.member("first_line", diagnostic.location.line.map(Int64.init))
            json.member("first_offset", diagnostic.location.offset.map(Int64.init))
            json.member("message", diagnostic.message)
            json.close("}")
        }
        json.close("]")
        json.close("}")
    }

    /// The text for people.
    package static func text(_ profiles: [Profile]) -> String {
        var out = ""
        for profile in profiles {
            let metadata = profile.metadata
            out += "\(HumanValue.visible(metadata.sources.first ?? ""))\n"
            out += "  format     \(metadata.format)\n"
            out += "  stacks     \(StackCounts(profile).distinct) (\(metadata.stackFidelity.rawValue))\n"
            out += "  functions  \(functionCount(profile))\n"
            out += "  threads    \(profile.threads.distinctThreadCount())\n"
            if let duration = metadata.duration {
                out += "  duration   \(HumanValue.text(duration, unit: "nanoseconds"))\n"
            }
            for selection in selections(profile) {
                let type = profile.valueType(of: selection)
                let total = profile.total(selection)
                let mark = selection == .type(profile.defaultValueType) ? "  (default)" : ""
                let value = HumanValue.text(total.value, unit: type.unit)
                out += "  value      \(HumanValue.visible(type.name)): \(value), \(total.samples) samples\(mark)\n"
            }
            for diagnostic in profile.diagnostics.diagnostics {
                out += "  \(HumanValue.visible(diagnostic.description))\n"
            }
        }
        return out
    }

    /// Every stored value type, and the number of samples where it is derived.
    private static func selections(_ profile: Profile) -> [ValueSelection] {
        var selections = profile.valueTypeIDs.map { ValueSelection.type($0) }
        if profile.metadata.derivesSampleCounts { selections.append(.sampleCount(of: profile.defaultValueType)) }
        return selections
    }

    /// Functions as the file counts them where it has a table of them, else those that are on a stack; callers that a
    /// call graph does not list are none.
    private static func functionCount(_ profile: Profile) -> Int {
        if let count = profile.metadata.fileCounts["functions"] { return count }
        if profile.isCallGraph { return profile.callGraph.functionCount }
        var isOnStack = [Bool](repeating: false, count: profile.functions.count)
        for row in 1..<max(profile.stacks.count, 1) {
            isOnStack[profile.function(of: profile.stacks.frame(StackID(row: row))).row] = true
        }
        return isOnStack.dropFirst().count { $0 }
    }
}
