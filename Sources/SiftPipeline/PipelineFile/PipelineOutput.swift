import ProfileAnalysis
import ProfileExport
import ProfileStore

/// One output of a pipeline file: `{ of: after, as: flamegraph, to: out/after.svg, title: After }`.
enum PipelineOutput {
    static func read(_ value: YAMLValue, _ plan: Plan) throws(PipelineError) -> OutputPlan {
        let members = try value.members(["of", "as", "to"] + OutputSetting.allCases.map(\.rawValue), of: "an output")
        guard let of = members["of"] else { throw value.broken("of: a profile or diff", "none") }
        let path = try members["to"]?.text("a file name")
        let form = try form(members["as"], path, value)
        var output = OutputPlan(of: try subjects(of, form.descriptor, plan), as: form, to: path)
        output.options.toolVersion = stackSiftVersion
        for setting in OutputSetting.allCases {
            if let word = members[setting.rawValue] { try setting.apply(word, to: &output) }
        }
        if case .sqlite = form, path == nil || path == "-" { throw value.broken("to: a file for the database", "none") }
        return output
    }

    private static func form(
        _ word: YAMLValue?, _ path: String?, _ value: YAMLValue
    ) throws(PipelineError) -> OutputForm {
        let known = OutputForm.all.map(\.descriptor.id)
        if let word {
            let id = try word.text("a form")
            if let form = OutputForm(id: id) { return form }
            let meant = meantHint(id, among: known)
            throw word.broken("a form (\(known.joined(separator: ", ")))", "\"\(id)\"\(meant)")
        }
        if let path, let form = OutputForm(path: path) { return form }
        throw value.broken("as: a form (\(known.joined(separator: ", "))), or a file name that ends in one", "neither")
    }

    private static func subjects(
        _ value: YAMLValue, _ form: ExportDescriptor, _ plan: Plan
    ) throws(PipelineError) -> [String] {
        let profiles = plan.profiles.map(\.name)
        let diffs = plan.diffs.map(\.name)
        var names: [String] = []
        for word in value.list {
            let name = try word.text("the name of a profile or diff")
            guard profiles.contains(name) || diffs.contains(name) else {
                let known = profiles + diffs
                let meant = meantHint(name, among: known)
                throw word.broken("a profile or diff (\(known.joined(separator: ", ")))", "\"\(name)\"\(meant)")
            }
            let isDiff = diffs.contains(name)
            guard form.subjects.contains(where: { ($0 == .diff) == isDiff }) else {
                let (wanted, got) = isDiff ? ("profile", "diff") : ("diff", "profile")
                throw word.broken("\(form.id) of a \(wanted)", "\(name), a \(got)")
            }
            if isDiff, value.list.count > 1 { throw word.broken("one diff by itself", "several names") }
            names.append(name)
        }
        guard !names.isEmpty else { throw value.broken("the name of a profile or diff", "none") }
        return names
    }
}
