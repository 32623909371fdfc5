import StackModel

/// A call graph as lines, for tests: a function or an edge each, sorted.
enum CallGraphDump {
    /// `file:line name calls/primitive self total`, and `caller > callee` with the same figures; no times where the
    /// trace gave none.
    static func lines(_ profile: Profile) -> [String] {
        var lines = (0..<profile.callGraph.functionCount).map { row in
            let (id, figures) = profile.callGraph.function(row)
            return "\(name(id, profile)) \(text(figures, hasTimes: true))"
        }
        lines += (0..<profile.callGraph.edgeCount).map { row in
            let edge = profile.callGraph.edge(row)
            let names = "\(name(edge.caller, profile)) > \(name(edge.callee, profile))"
            return "\(names) \(text(edge.figures, hasTimes: edge.hasTimes))"
        }
        return lines.sorted()
    }

    /// The figures of the function called `name`; nil where there is none.
    static func figures(_ profile: Profile, _ name: String) -> FunctionFigures? {
        (0..<profile.callGraph.functionCount).map { profile.callGraph.function($0) }
            .first { profile.text(profile.functions[$0.id].name) == name }?.figures
    }

    private static func name(_ id: FunctionID, _ profile: Profile) -> String {
        let function = profile.functions[id]
        let place = function.file.isNone ? "" : "\(profile.text(function.file)):\(function.startLine) "
        return place + profile.text(function.name)
    }

    private static func text(_ figures: FunctionFigures, hasTimes: Bool) -> String {
        let calls = "\(figures.calls)/\(figures.primitiveCalls)"
        return hasTimes ? "\(calls) \(figures.selfTime) \(figures.totalTime)" : "\(figures.calls)"
    }
}
