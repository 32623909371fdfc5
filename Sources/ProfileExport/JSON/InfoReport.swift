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
            json.key("default")
            json.bool(selection == .type(profile.defaultValueType))
            json.close("}")
        }
        json.close("]")
        json.member("threads", Int64(profile.threads.distinctThreadCount()))
        json.member("functions", Int64(profile.functions.count - 1))
        json.member("stacks", Int64(distinctStacks(profile)))
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
            out += "  stacks     \(distinctStacks(profile)) (\(metadata.stackFidelity.rawValue))\n"
            out += "  functions  \(profile.functions.count - 1)\n"
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
            for diagnostic in profile.diagnostics.diagnostics { out += "  \(HumanValue.visible(diagnostic.description))\n" }
        }
        return out
    }

    /// Every stored value type, and the number of samples where it is derived.
    private static func selections(_ profile: Profile) -> [ValueSelection] {
        var selections = profile.valueTypeIDs.map { ValueSelection.type($0) }
        if profile.metadata.derivesSampleCounts { selections.append(.sampleCount(of: profile.defaultValueType)) }
        return selections
    }

    /// How many different stacks samples were taken with.
    private static func distinctStacks(_ profile: Profile) -> Int {
        var seen = [Bool](repeating: false, count: profile.stacks.count)
        var count = 0
        for row in 0..<profile.samples.count {
            let stack = profile.samples.key(row).stack.row
            if !seen[stack] {
                seen[stack] = true
                count += 1
            }
        }
        return count
    }
}
