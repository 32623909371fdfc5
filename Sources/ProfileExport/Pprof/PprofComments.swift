import StackModel

/// The comments of an exported profile: what pprof has no field for, then the profile's own.
enum PprofComments {
    /// All comments, each once; the first is StackSift's mark.
    static func all(_ profile: Profile, _ mark: ExportMark) -> [String] {
        let metadata = profile.metadata
        var comments = [mark.comment]
        switch metadata.stackFidelity {
        case .exact: break
        case .depth2: comments.append("stacks are of caller and callee only: the trace is a call graph")
        case .estimated: comments.append("stacks are estimated from a call graph: only self values and edges are exact")
        }
        if let host = metadata.host { comments.append("recorded on \(host)") }
        if let command = metadata.commandLine { comments.append("recorded by \(command)") }
        if metadata.lostSamples > 0 { comments.append("\(metadata.lostSamples) samples were lost while recording") }
        for comment in metadata.comments where ExportMark(comment: comment) == nil && !comments.contains(comment) {
            comments.append(comment)
        }
        return comments
    }
}
