import ProfileAnalysis
import ProfileExport
import ProfileStore
import StackModel

/// All that one run does: the words of a command and a pipeline file both become one of these.
package struct Plan: Sendable {
    package var profiles: [ProfilePlan] = []
    package var diffs: [DiffPlan] = []
    package var outputs: [OutputPlan] = []
    package var checks: [CheckPlan] = []
    package var load = LoadOptions()
    /// Whether missing folders of outputs are made.
    package var makesFolders = false

    /// A plan that does nothing yet.
    package init() {}
}

/// Traces that are read and added up under a name.
package struct ProfilePlan: Sendable {
    package var name: String
    /// Files, folders, globs, `-`.
    package var inputs: [String]
    /// What each trace goes through before traces are added up, and then what their sum goes through.
    package var transforms: [any ProfileTransform] = []
    /// Whether a trace's own wish to drop frames (pprof's drop_frames) is left aside.
    package var keepsAllFrames = false
    /// Whether mangled names (C++, Rust, Swift) stay as they are in the trace.
    package var keepsRawNames = false

    /// A profile of what `inputs` name.
    package init(name: String, inputs: [String]) {
        self.name = name
        self.inputs = inputs
    }
}

/// Two profiles of the plan that are compared.
package struct DiffPlan: Sendable {
    package var name: String
    /// Names of the profiles before and after.
    package var base: String
    package var other: String
    /// The value type; nil is the first default that both have.
    package var value: String?
    /// nil compares one run a side as it is, and tests several by what most functions did.
    package var norm: DiffNorm?
    /// How the runs are tested for real changes.
    package var statistics = ComparisonOptions()
    /// A store that keeps what is found.
    package var store: String?

    /// A comparison of `other` with `base`.
    package init(name: String, base: String, other: String) {
        self.name = name
        self.base = base
        self.other = other
    }
}

/// One output of one or several subjects of the plan.
package struct OutputPlan: Sendable {
    /// Names of profiles or of one comparison.
    package var subjects: [String]
    package var form: OutputForm
    /// File; nil and `-` are stdout.
    package var path: String?
    /// The value type of a profile; nil is its default.
    package var value: String?
    /// How call graphs get stacks.
    package var stacks = StackDepthRule.estimate
    package var options = ExportOptions()
    /// What a database keeps of each sample.
    package var keep = KeepDetail.samples
    /// Labels of every profile in a database: commit, branch and so on.
    package var labels: [String: String] = [:]

    /// An output of `subjects`.
    package init(of subjects: [String], as form: OutputForm, to path: String? = nil) {
        self.subjects = subjects
        self.form = form
        self.path = path
    }

    /// How much of each sample must be kept for it.
    var detail: SampleDetail {
        switch form {
        case .sqlite: keep == .samples ? .everything : .threads
        case .bytes(let exporter):
            options.inTimeOrder ? .everything : max(exporter.descriptor.detail, options.by.detail)
        }
    }
}

extension Plan {
    /// The plan of a command that makes one output of some traces added up.
    package static func single(
        _ inputs: [String], as form: OutputForm, to path: String? = nil, load: LoadOptions,
        _ change: (inout OutputPlan) -> Void = { _ in }
    ) -> Plan {
        var plan = Plan()
        plan.load = load
        plan.profiles = [ProfilePlan(name: "profile", inputs: inputs)]
        var output = OutputPlan(of: ["profile"], as: form, to: path)
        change(&output)
        plan.outputs = [output]
        return plan
    }

    /// The plan of a command that makes one output of a comparison.
    package static func comparison(
        before: [String], after: [String], as form: OutputForm, to path: String? = nil, load: LoadOptions,
        value: String?, norm: DiffNorm?, statistics: ComparisonOptions = ComparisonOptions(),
        _ change: (inout OutputPlan) -> Void = { _ in }
    ) -> Plan {
        var plan = Plan()
        plan.load = load
        plan.profiles = [
            ProfilePlan(name: "before", inputs: before), ProfilePlan(name: "after", inputs: after),
        ]
        var diff = DiffPlan(name: "change", base: "before", other: "after")
        diff.value = value
        diff.norm = norm
        diff.statistics = statistics
        plan.diffs = [diff]
        var output = OutputPlan(of: ["change"], as: form, to: path)
        change(&output)
        plan.outputs = [output]
        return plan
    }
}
