import Glibc
import ProfileAnalysis
import ProfileExport
import StackModel
import TraceInput

/// Reads a pipeline file into a plan, whole and checked, before any trace is opened.
package enum PipelineReader {
    /// Largest pipeline file, in bytes.
    private static let sizeLimit = 1 << 20

    /// The plan of the file at `path`; `-` is standard input.
    package static func read(path: String) throws -> Plan {
        var limits = InputLimits()
        limits.wholeFileBytes = sizeLimit
        let reader = try ByteReader(path: path, limits: limits)
        // The bytes are the reader's: it must outlive the view of them.
        let text = try withExtendedLifetime(reader) { try $0.readAll().text }
        return try plan(of: text, file: reader.name)
    }

    /// The plan of a file's text.
    package static func plan(of text: String, file: String) throws(PipelineError) -> Plan {
        let root = try YAMLValue(text: text, file: file)
        let members = try root.members(["version", "profiles", "diffs", "checks", "outputs"], of: "a pipeline")
        guard let version = members["version"] else { throw root.broken("version: 1", "no version") }
        guard try version.text("a version") == "1" else { throw version.broken("version 1") }
        var plan = Plan()
        plan.makesFolders = true
        guard let profiles = members["profiles"] else { throw root.broken("profiles", "none") }
        for (key, name, value) in try profiles.pairs(of: "profiles") {
            plan.profiles.append(try profile(name, value))
            if value.isMapping || !value.list.isEmpty { continue }
            throw key.broken("traces for \(name)", "none")
        }
        for (key, name, value) in try members["diffs"]?.pairs(of: "diffs") ?? [] {
            guard !plan.profiles.contains(where: { $0.name == name }) else {
                throw key.broken("a name of its own for each diff", "\(name), a profile's")
            }
            plan.diffs.append(try diff(name, value, plan))
        }
        for check in members["checks"]?.list ?? [] { plan.checks.append(try PipelineCheck.read(check, plan)) }
        guard members["outputs"] != nil || !plan.checks.isEmpty else { throw root.broken("outputs or checks", "none") }
        if let outputs = members["outputs"] {
            for output in outputs.list { plan.outputs.append(try PipelineOutput.read(output, plan)) }
            try checkPaths(plan, outputs)
        }
        return plan
    }

    private static func profile(_ name: String, _ value: YAMLValue) throws(PipelineError) -> ProfilePlan {
        guard value.isMapping else { return ProfilePlan(name: name, inputs: try texts(value)) }
        let members = try value.members(["from", "transforms", "all-frames", "raw-names"], of: "a profile")
        guard let from = members["from"] else { throw value.broken("from: its traces", "none") }
        var profile = ProfilePlan(name: name, inputs: try texts(from))
        profile.keepsAllFrames = try members["all-frames"]?.bool("all-frames") ?? false
        profile.keepsRawNames = try members["raw-names"]?.bool("raw-names") ?? false
        if let transforms = members["transforms"] { profile.transforms = try self.transforms(transforms) }
        return profile
    }

    /// `[ { focus: "^server" }, collapse-recursion ]`.
    private static func transforms(_ value: YAMLValue) throws(PipelineError) -> [any ProfileTransform] {
        var words: [TransformWord] = []
        for item in value.list {
            guard item.isMapping else {
                words.append(TransformWord(try item.text("the name of a transform")))
                continue
            }
            for (_, name, argument) in try item.pairs(of: "a transform") {
                words.append(TransformWord(name, try argument.text("the argument of \(name)")))
            }
        }
        do throws(TransformError) {
            return try TransformWord.transforms(words)
        } catch {
            let place = value.list.first { $0.mentions(error.word.name) } ?? value
            throw place.broken(error.expected, error.found + (error.advice.map { "; \($0)" } ?? ""))
        }
    }

    private static func texts(_ value: YAMLValue) throws(PipelineError) -> [String] {
        var texts: [String] = []
        for word in value.list { texts.append(try word.text("a file, folder or glob")) }
        guard !texts.isEmpty else { throw value.broken("at least one trace", "none") }
        return texts
    }

    private static func diff(_ name: String, _ value: YAMLValue, _ plan: Plan) throws(PipelineError) -> DiffPlan {
        let members = try value.members(["base", "other", "value", "norm", "store"], of: "a diff")
        func side(_ key: String) throws(PipelineError) -> String {
            guard let word = members[key] else { throw value.broken("\(key): the name of a profile", "none") }
            let text = try word.text("the name of a profile")
            guard plan.profiles.contains(where: { $0.name == text }) else {
                throw word.broken("one of the profiles (\(plan.profiles.map(\.name).joined(separator: ", ")))")
            }
            return text
        }
        var diff = DiffPlan(name: name, base: try side("base"), other: try side("other"))
        diff.value = try members["value"]?.text("a value type")
        diff.store = try members["store"]?.text("a file name")
        diff.norm = try members["norm"]?.word("norm", of: DiffNorm.self)
        return diff
    }

    /// No two outputs may be one file, and only one may be stdout.
    private static func checkPaths(_ plan: Plan, _ outputs: YAMLValue) throws(PipelineError) {
        var seen = Set<String>()
        for (output, value) in zip(plan.outputs, outputs.list) {
            let path = output.path ?? "-"
            guard seen.insert(path).inserted else {
                throw value.broken("a file of its own for each output", path == "-" ? "stdout again" : "\(path) again")
            }
        }
    }
}
