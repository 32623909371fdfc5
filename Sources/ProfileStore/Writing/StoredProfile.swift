import ProfileAnalysis
import StackModel

/// How much of each profile a store keeps.
package enum KeepDetail: String, Sendable, CaseIterable {
    /// Single samples too, where they have a time, a thread or labels.
    case samples
    /// Sums alone.
    case aggregates
}

/// SHA-256 of a trace, in hexadecimal.
package struct ContentHashes: Hashable, Sendable {
    /// Of the decompressed bytes.
    package var content: String
    /// Of the file as it lies.
    package var file: String

    /// Both hashes of a trace.
    package init(content: String, file: String) {
        self.content = content
        self.file = file
    }
}

/// A profile on its way into a store, with what is said of it.
package struct StoredProfile: Sendable {
    package var profile: Profile
    /// File that it was read from, as the user named it.
    package var path: String
    /// `before`, `after`, or what else it stands for.
    package var role: String?
    /// For a call graph: the same as estimated stacks, with the same value types.
    package var estimated: Profile?
    /// Set of runs that it belongs to.
    package var runGroup: String?
    /// Commit, branch and so on.
    package var labels: [String: String]
    /// Where it was recorded, and when (nanoseconds since 1970), if that is known better than by the trace.
    package var host: String?
    package var recordedAt: Int64?
    /// What tells the same content again; nil for what is no file.
    package var hashes: ContentHashes?

    /// A profile; what is not given is unknown.
    package init(
        profile: Profile, path: String, role: String? = nil, estimated: Profile? = nil, runGroup: String? = nil,
        labels: [String: String] = [:]
    ) {
        self.profile = profile
        self.path = path
        self.role = role
        self.estimated = estimated
        self.runGroup = runGroup
        self.labels = labels
    }

    /// The profile that has the stacks; nil for a call graph without an estimate.
    var stackProfile: Profile? { profile.isCallGraph ? estimated : profile }

    /// `profile.stack_fidelity`.
    var stackFidelity: StackFidelity? {
        guard profile.isCallGraph else { return profile.metadata.stackFidelity }
        guard let estimated else { return nil }
        let told = estimated.metadata.stackFidelity
        return told == .exact ? .estimated : told
    }
}

/// One thing that a profile counts, as the store knows it.
struct StoredValue {
    var selection: ValueSelection
    var type: ValueType
    var valueTypeID: Int64
    var isDefault: Bool
}
