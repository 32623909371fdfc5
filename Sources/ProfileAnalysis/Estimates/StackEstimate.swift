import StackModel

/// How far the stacks of a call-graph profile go.
package enum StackDepthRule: String, Sendable, CaseIterable {
    /// Caller and callee only: exact.
    case exact
    /// Whole paths: gprof's proportional attribution.
    case estimate
}

extension Profile {
    /// A profile with stacks made from a call graph; a profile that has stacks is given back as it is.
    ///
    /// Every function's own time in the result is exactly the dump's, and so is the sum, whatever the rule.
    package func withStacks(_ rule: StackDepthRule) -> Profile {
        guard isCallGraph else { return self }
        var estimate = StackEstimate(self)
        switch rule {
        case .exact: estimate.spreadByCaller()
        case .estimate: estimate.spreadByPath()
        }
        return estimate.finish(rule)
    }
}

/// Spreads the own times of a call graph over stacks.
///
/// A function's time under one caller is known; which of that caller's own stacks it belongs to is not, so it is
/// shared out in proportion to the inclusive time that came in by each. Functions that call each other in a cycle are
/// one component: it is entered once, and each member stands below it on a path of real calls.
private struct StackEstimate {
    private let profile: Profile
    private let nodes: CallNodes
    private var builder: EstimateBuilder
    /// Nanoseconds and calls of each node that are not on a stack yet.
    private var restTime: [Int64]
    private var restCalls: [Int64]
    /// The stack of each node that took most so far, for what is left over.
    private var bestStack: [StackID]
    private var bestWeight: [Double]

    init(_ profile: Profile) {
        self.profile = profile
        nodes = CallNodes(profile)
        builder = EstimateBuilder(profile)
        restTime = nodes.figures.map(\.selfTime)
        restCalls = nodes.figures.map(\.calls)
        bestStack = [StackID](repeating: .none, count: nodes.count)
        bestWeight = [Double](repeating: -1, count: nodes.count)
    }

    mutating func finish(_ rule: StackDepthRule) -> Profile {
        // What rounding and cut-off branches left over goes where the function was seen most, so that sums are exact.
        for node in 0..<nodes.count where restTime[node] != 0 || restCalls[node] != 0 {
            let stack = bestStack[node].isNone ? builder.stack(.none, nodes.functions[node]) : bestStack[node]
            builder.add(stack, time: restTime[node], calls: restCalls[node])
        }
        return builder.finish(rule)
    }

    private mutating func put(_ node: Int, at stack: StackID, time: Double, calls: Double) {
        let nanoseconds = min(Int64(clampingRounded: time), max(restTime[node], 0))
        let count = min(Int64(clampingRounded: calls), max(restCalls[node], 0))
        restTime[node] -= nanoseconds
        restCalls[node] -= count
        if nanoseconds != 0 || count != 0 { builder.add(stack, time: nanoseconds, calls: count) }
        if time > bestWeight[node] {
            bestWeight[node] = time
            bestStack[node] = stack
        }
    }

    /// Stacks of caller and callee, and what was called from outside the profile by itself.
    mutating func spreadByCaller() {
        for edge in nodes.edges {
            let caller = builder.stack(.none, nodes.functions[edge.caller])
            let stack = builder.stack(caller, nodes.functions[edge.callee])
            put(edge.callee, at: stack, time: edge.selfTime, calls: edge.calls)
        }
        for node in 0..<nodes.count { bestStack[node] = .none }
    }

    /// One entry into a component: the member that was called, the stack of the caller, and the share of the
    /// component's time that came in here.
    private struct Entry {
        let node: Int
        let under: StackID
        let share: Double
        let selfTime: Double
        let calls: Double
        let weight: Double
    }

    /// Whole paths, heaviest first, until what is left is too small to be seen.
    mutating func spreadByPath() {
        let component = nodes.components()
        var weightInto = [Double](repeating: 0, count: (component.max() ?? -1) + 1)
        for edge in nodes.edges where component[edge.caller] != component[edge.callee] {
            weightInto[component[edge.callee]] += edge.weight
        }
        var entries = roots(component, &weightInto)
        let total = entries.reduce(0) { $0 + $1.weight }
        let smallest = total * 1e-6
        var stacksLeft = 400_000
        var place = [Int: StackID]()
        while let entry = entries.popLast(), stacksLeft > 0 {
            place.removeAll(keepingCapacity: true)
            let members = walkComponent(entry, component, &place)
            stacksLeft -= members.count
            for member in members {
                guard let stack = place[member] else { continue }
                for edge in nodes.edges(from: member) where component[edge.callee] != component[member] {
                    let weight = entry.share * edge.weight
                    let into = weightInto[component[edge.callee]]
                    guard into > 0, weight >= smallest, weight > 0 else { continue }
                    entries.append(
                        Entry(
                            node: edge.callee, under: stack, share: weight / into,
                            selfTime: entry.share * edge.selfTime, calls: entry.share * edge.calls, weight: weight))
                }
            }
        }
        placeUnseen()
    }

    /// Functions that nobody in the profile called, or that were also called from outside it.
    private func roots(_ component: [Int], _ weightInto: inout [Double]) -> [Entry] {
        var calledTime = [Double](repeating: 0, count: nodes.count)
        var calledOwn = [Double](repeating: 0, count: nodes.count)
        var calledCount = [Double](repeating: 0, count: nodes.count)
        for edge in nodes.edges {
            if component[edge.caller] != component[edge.callee] { calledTime[edge.callee] += edge.weight }
            calledOwn[edge.callee] += edge.selfTime
            calledCount[edge.callee] += edge.calls
        }
        var outside: [(node: Int, weight: Double)] = []
        for node in 0..<nodes.count {
            let figures = nodes.figures[node]
            let calls = Double(figures.calls) - calledCount[node]
            let own = Double(figures.selfTime) - calledOwn[node]
            let isReached = weightInto[component[node]] > 0
            // Rounding leaves a few nanoseconds; only a call that no caller made, or own time, makes a root.
            guard calls >= 1 || !isReached || own > max(1000, Double(figures.selfTime) * 1e-6) else { continue }
            let weight = max(Double(figures.totalTime) - calledTime[node], own, 0)
            outside.append((node, weight))
        }
        for root in outside { weightInto[component[root.node]] += root.weight }
        var entries: [Entry] = []
        for root in outside where weightInto[component[root.node]] > 0 && root.weight > 0 {
            let figures = nodes.figures[root.node]
            entries.append(
                Entry(
                    node: root.node, under: .none, share: root.weight / weightInto[component[root.node]],
                    selfTime: max(Double(figures.selfTime) - calledOwn[root.node], 0),
                    calls: max(Double(figures.calls) - calledCount[root.node], 0), weight: root.weight))
        }
        return entries.sorted { ($0.weight, $1.node) < ($1.weight, $0.node) }
    }

    /// Puts the members of an entered component on stacks: the entry first, the others along calls inside it.
    private mutating func walkComponent(
        _ entry: Entry, _ component: [Int], _ place: inout [Int: StackID]
    ) -> [Int] {
        let stack = builder.stack(entry.under, nodes.functions[entry.node])
        place[entry.node] = stack
        put(entry.node, at: stack, time: entry.selfTime, calls: entry.calls)
        var members = [entry.node]
        var next = 0
        while next < members.count {
            let caller = members[next]
            next += 1
            guard let under = place[caller] else { continue }
            for edge in nodes.edges(from: caller) where component[edge.callee] == component[caller] {
                if place[edge.callee] == nil {
                    place[edge.callee] = builder.stack(under, nodes.functions[edge.callee])
                    members.append(edge.callee)
                }
            }
        }
        for caller in members {
            for edge in nodes.edges(from: caller) where component[edge.callee] == component[caller] {
                guard let stack = place[edge.callee] else { continue }
                put(
                    edge.callee, at: stack, time: entry.share * edge.selfTime, calls: entry.share * edge.calls)
            }
        }
        return members
    }

    /// Functions too small for a path of their own stand below their heaviest caller that has one.
    private mutating func placeUnseen() {
        var heaviest = [(caller: Int, weight: Double)](repeating: (-1, -1), count: nodes.count)
        for edge in nodes.edges where edge.caller != edge.callee && edge.weight > heaviest[edge.callee].weight {
            heaviest[edge.callee] = (edge.caller, edge.weight)
        }
        for node in 0..<nodes.count where bestStack[node].isNone {
            var path = [node]
            var seen: Set<Int> = [node]
            var caller = heaviest[node].caller
            while caller >= 0, bestStack[caller].isNone, seen.insert(caller).inserted {
                path.append(caller)
                caller = heaviest[caller].caller
            }
            var stack = caller >= 0 ? bestStack[caller] : .none
            for step in path.reversed() {
                stack = builder.stack(stack, nodes.functions[step])
                bestStack[step] = stack
            }
        }
    }
}

/// Collects estimated stacks over the names of the profile that they are made from.
private struct EstimateBuilder {
    private let profile: Profile
    private var parents: [StackID] = [.none]
    private var functions: [FunctionID] = [.none]
    private var index: [Step: StackID] = [:]
    private var values: [StackID: (time: Int64, calls: Int64)] = [:]

    private struct Step: Hashable {
        let parent: StackID
        let function: FunctionID
    }

    init(_ profile: Profile) { self.profile = profile }

    mutating func stack(_ parent: StackID, _ function: FunctionID) -> StackID {
        let step = Step(parent: parent, function: function)
        if let known = index[step] { return known }
        let id = StackID(row: parents.count)
        parents.append(parent)
        functions.append(function)
        index[step] = id
        return id
    }

    mutating func add(_ stack: StackID, time: Int64, calls: Int64) {
        let old = values[stack] ?? (0, 0)
        values[stack] = (old.time.addingSaturated(time), old.calls.addingSaturated(calls))
    }

    func finish(_ rule: StackDepthRule) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.metadata = profile.metadata
        builder.metadata.stackFidelity = rule == .exact ? .depth2 : .estimated
        builder.diagnostics = profile.diagnostics
        builder.setWideValueTypes(profile.valueTypes)
        builder.defaultValueType = profile.defaultValueType
        var stacks: [StackID] = [.none]
        for row in 1..<max(parents.count, 1) {
            var function = profile.functions[functions[row]]
            function.name = builder.string(profile.strings.bytes(function.name))
            function.systemName = builder.string(profile.strings.bytes(function.systemName))
            function.module = builder.string(profile.strings.bytes(function.module))
            function.file = builder.string(profile.strings.bytes(function.file))
            let frame = builder.frame(Frame(function: builder.function(function), flags: .interpreted))
            stacks.append(builder.stack(parent: stacks[parents[row].row], frame: frame))
        }
        for row in 1..<max(parents.count, 1) {
            guard let value = values[StackID(row: row)] else { continue }
            builder.addSample(SampleKey(stack: stacks[row]), values: [value.time, value.calls])
        }
        return builder.finish()
    }
}

extension Int64 {
    /// The nearest whole number, held at the limits.
    fileprivate init(clampingRounded value: Double) {
        self = Int64(exactly: value.rounded()) ?? (value < 0 ? .min : value > 0 ? .max : 0)
    }
}
