import ProfileExport
import StackModel

extension Plan {
    /// What the plan would do, for `--dry-run`: each profile with its files, each comparison, each output.
    package func described() -> (text: String, isRunnable: Bool) {
        var text = ""
        var isRunnable = true
        for profile in profiles {
            do throws(TraceError) {
                let paths = try PathExpansion.expand(profile.inputs)
                text += "profile \(profile.name): \(paths.count) trace\(paths.count == 1 ? "" : "s")\n"
                for path in paths { text += "  \(HumanValue.visible(path))\n" }
            } catch {
                text += "profile \(profile.name): \(error.description)\n"
                isRunnable = false
            }
        }
        for diff in diffs { text += "diff \(diff.name): \(diff.base) -> \(diff.other)\n" }
        for output in outputs {
            let subjects = output.subjects.joined(separator: ", ")
            text += "output \(output.path ?? "stdout"): \(output.form.descriptor.id) of \(subjects)\n"
        }
        return (text, isRunnable)
    }
}
