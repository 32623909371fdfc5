import ProfileAnalysis
import StackModel

/// How much runs of one unchanged program differ: lines for people, or the noise file that `diff --noise` reads.
package enum BaselineExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "baseline", summary: "how much runs of one program differ, for comparisons of few runs",
        subjects: [.traces], detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let profiles) = subject else { return }
        let noise = try RunNoise(profiles, options.runs)
        if options.form == .json { return sink.write(json(noise, options.toolVersion)) }
        sink.write(text(noise, limit: options.limit ?? 20))
    }

    private static func text(_ noise: RunNoise, limit: Int) -> String {
        var out = "\(noise.runCount) runs of one program (\(noise.valueType.name)); from run to run, beyond what"
        out += " counting samples explains,\n"
        out += "functions differ by \(HumanValue.percent(noise.variation)) (half of them by less),"
        out += " the whole run by \(HumanValue.percent(noise.totalVariation))\n\n"
        out += "from run to run    share  function\n"
        let shown = limit > 0 ? limit : noise.functions.count
        for function in noise.functions.prefix(shown) {
            out += HumanValue.percent(function.variation).leftPadded(15)
            out += HumanValue.percent(function.share).leftPadded(9)
            out += "  \(HumanValue.visible(function.name)) (\(function.kind.rawValue))\n"
        }
        let rest = noise.functions.count - shown
        return out + (rest > 0 ? "and \(rest) more (-n 0 for all)\n" : "")
    }

    /// The object of schema `stacksift.baseline/1`.
    private static func json(_ noise: RunNoise, _ version: String) -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.baseline/1")
        json.member("tool_version", version)
        json.member("value_type", noise.valueType.name)
        json.member("unit", noise.valueType.unit)
        json.member("runs", Int64(noise.runCount))
        json.member("tau", noise.variation)
        json.member("total_cv", noise.totalVariation)
        json.key("functions")
        json.open("[")
        for function in noise.functions {
            json.newline()
            json.open("{")
            json.member("kind", function.kind.rawValue)
            json.member("name", function.name)
            json.member("place", function.place)
            json.member("cv", function.variation)
            json.member("share", function.share)
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }
}
