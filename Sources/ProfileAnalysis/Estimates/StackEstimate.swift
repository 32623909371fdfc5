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
        return estimate.finish(rule == .exact ? .depth2 : .estimated)
    }
}

/// Spreads the own times of a call graph over stacks.
///
/// A function's time under one caller is known; which of that caller's own stacks it belongs to is not, so it is
/// shared out in proportion to the inclusive time that came in by each. Functions that call each other in a cycle are
/// one component: it is entered once, and each member stands below it on a path of real calls.
private struct StackEstimate: ~Copyable {
    /// How many functions are put on stacks, and how many wait for it: beyond what anybody looks at, and few enough
    /// that no graph, however tangled, takes more than a second or two.
    private static let mostStacks = 400_000
    private static let mostEntries = 2_000_000

    private let nodes: CallNodes
    private var stacks: EstimatedStacks
    /// Nanoseconds and calls of each node that are not on a stack yet.
    private var restTime: [Int64]
    private var restCount: [Int64]
    /// The stack of each node that took most so far, for what is left over.
    private var bestStack: [StackID]
    private var bestWeight: [Double]

    init(_ profile: Profile) {
        nodes = CallNodes(profile)
        stacks = EstimatedStacks(profile)
        restTime = nodes.figures.map(\.selfTime)
        restCount = nodes.figures.map(\.count)
        bestStack = [StackID](repeating: .none, count: nodes.count)
        bestWeight = [Double](repeating: -1, count: nodes.count)
    }

    consuming func finish(_ fidelity: StackFidelity) -> Profile {
        // What rounding and cut-off branches left over goes where the function was seen most, so that sums are exact.
        for node in 0..<nodes.count where restTime[node] != 0 || restCount[node] != 0 {
            let stack = bestStack[node].isNone ? stacks.stack(.none, nodes.functions[node]) : bestStack[node]
            stacks.add(stack, time: restTime[node], count: restCount[node])
        }
        return stacks.finish(fidelity)
    }

    private mutating func put(_ node: Int, at stack: StackID, time: Double, count: Double) {
        let nanoseconds = min(Int64(saturating: time), max(restTime[node], 0))
        let calls = min(Int64(saturating: count), max(restCount[node], 0))
        restTime[node] -= nanoseconds
        restCount[node] -= calls
        if nanoseconds != 0 || calls != 0 { stacks.add(stack, time: nanoseconds, count: calls) }
        if time > bestWeight[node] {
            bestWeight[node] = time
            bestStack[node] = stack
        }
    }

    /// Stacks of caller and callee, and what was called from outside the profile by itself.
    mutating func spreadByCaller() {
        var callers = [Int64](repeating: 0, count: nodes.count)
        for edge in nodes.edges {
            let caller = stacks.stack(.none, nodes.functions[Int(edge.caller)])
            let stack = stacks.stack(caller, nodes.functions[Int(edge.callee)])
            put(Int(edge.callee), at: stack, time: edge.selfTime, count: edge.count)
            callers[Int(edge.callee)] += 1
        }
        for node in 0..<nodes.count {
            // A rest of a nanosecond for each caller is rounding; more was called from outside the profile.
            let isRounding = restCount[node] == 0 && restTime[node] <= callers[node]
            if !isRounding { bestStack[node] = .none }
        }
    }

    /// One entry into a component: the member that was called, the stack of the caller, and the share of the
    /// component's time that came in here.
    private struct Entry {
        let node: Int32
        let under: StackID
        let share: Double
        let selfTime: Double
        let count: Double
        let weight: Double
    }

    /// Whole paths, heaviest first, until what is left is too small to be seen.
    mutating func spreadByPath() {
        let components = CallComponents(nodes)
        var weightInto = [Double](repeating: 0, count: components.count)
        for edge in nodes.edges where components.of[Int(edge.caller)] != components.of[Int(edge.callee)] {
            weightInto[Int(components.of[Int(edge.callee)])] += edge.weight
        }
        var entries = roots(components, &weightInto)
        let smallest = entries.reduce(0) { $0 + $1.weight } * 1e-6
        var stacksLeft = StackEstimate.mostStacks
        var place = ComponentPlaces(nodes.count)
        while let entry = entries.popLast(), stacksLeft > 0 {
            place.begin()
            walkComponent(entry, components, &place)
            stacksLeft -= place.members.count
            for member in place.members {
                let stack = place[member]
                for edge in nodes.edges(from: member) {
                    // Edges come heaviest first.
                    let weight = entry.share * edge.weight
                    guard weight >= smallest, weight > 0, entries.count < StackEstimate.mostEntries else { break }
                    let component = components.of[Int(edge.callee)]
                    guard component != components.of[member] else { continue }
                    entries.append(
                        Entry(
                            node: edge.callee, under: stack, share: weight / weightInto[Int(component)],
                            selfTime: entry.share * edge.selfTime, count: entry.share * edge.count, weight: weight))
                }
            }
        }
        placeUnseen()
    }

    /// Functions that nobody in the profile called, or that were also called from outside it; the lightest first.
    private func roots(_ components: CallComponents, _ weightInto: inout [Double]) -> [Entry] {
        var calledTime = [Double](repeating: 0, count: nodes.count)
        var calledOwn = calledTime
        var calledCount = calledTime
        for edge in nodes.edges {
            let callee = Int(edge.callee)
            if components.of[Int(edge.caller)] != components.of[callee] { calledTime[callee] += edge.weight }
            calledOwn[callee] += edge.selfTime
            calledCount[callee] += edge.count
        }
        var entries: [Entry] = []
        for node in 0..<nodes.count {
            let figures = nodes.figures[node]
            let count = Double(figures.count) - calledCount[node]
            let own = Double(figures.selfTime) - calledOwn[node]
            let isReached = weightInto[Int(components.of[node])] > 0
            // Rounding leaves a few nanoseconds; only a call that no caller made, or own time, makes a root.
            guard count >= 1 || !isReached || own > max(1000, Double(figures.selfTime) * 1e-6) else { continue }
            let weight = max(Double(figures.totalTime) - calledTime[node], own, 0)
            guard weight > 0 else { continue }
            entries.append(
                Entry(
                    node: Int32(truncatingIfNeeded: node), under: .none, share: weight, selfTime: max(own, 0),
                    count: max(count, 0), weight: weight))
        }
        for root in entries { weightInto[Int(components.of[Int(root.node)])] += root.weight }
        return entries.map { root in
            Entry(
                node: root.node, under: .none, share: root.weight / weightInto[Int(components.of[Int(root.node)])],
                selfTime: root.selfTime, count: root.count, weight: root.weight)
        }.sorted { ($0.weight, $1.node) < ($1.weight, $0.node) }
    }

    /// Puts the members of an entered component on stacks: the entry first, the others along calls inside it.
    private mutating func walkComponent(
        _ entry: Entry, _ components: CallComponents, _ place: inout ComponentPlaces
    ) {
        let first = Int(entry.node)
        place[first] = stacks.stack(entry.under, nodes.functions[first])
        put(first, at: place[first], time: entry.selfTime, count: entry.count)
        let component = components.of[first]
        if components.isSingle[Int(component)] { return }
        var next = 0
        while next < place.members.count {
            let caller = place.members[next]
            next += 1
            for edge in nodes.edges(from: caller) where components.of[Int(edge.callee)] == component {
                let callee = Int(edge.callee)
                if place[callee].isNone { place[callee] = stacks.stack(place[caller], nodes.functions[callee]) }
            }
        }
        for caller in place.members {
            for edge in nodes.edges(from: caller) where components.of[Int(edge.callee)] == component {
                put(
                    Int(edge.callee), at: place[Int(edge.callee)], time: entry.share * edge.selfTime,
                    count: entry.share * edge.count)
            }
        }
    }

    /// Functions too small for a path of their own stand below their heaviest caller that has one.
    private mutating func placeUnseen() {
        var heaviest = [(caller: Int, weight: Double)](repeating: (-1, -1), count: nodes.count)
        for edge in nodes.edges where edge.caller != edge.callee && edge.weight > heaviest[Int(edge.callee)].weight {
            heaviest[Int(edge.callee)] = (Int(edge.caller), edge.weight)
        }
        var path: [Int] = []
        var isOnPath = [Bool](repeating: false, count: nodes.count)
        for node in 0..<nodes.count where bestStack[node].isNone {
            var caller = node
            while caller >= 0, bestStack[caller].isNone, !isOnPath[caller] {
                path.append(caller)
                isOnPath[caller] = true
                caller = heaviest[caller].caller
            }
            var stack = caller >= 0 ? bestStack[caller] : .none
            while let step = path.popLast() {
                isOnPath[step] = false
                stack = stacks.stack(stack, nodes.functions[step])
                bestStack[step] = stack
            }
        }
    }
}

/// Where the members of a component stand below one entry into it.
private struct ComponentPlaces {
    /// The members that have a place, in the order in which they were given one.
    private(set) var members: [Int] = []
    private var stacks: [StackID]

    init(_ count: Int) { stacks = [StackID](repeating: .none, count: count) }

    /// Forgets all places.
    mutating func begin() {
        for member in members { stacks[member] = .none }
        members.removeAll(keepingCapacity: true)
    }

    subscript(node: Int) -> StackID {
        get { stacks[node] }
        set {
            stacks[node] = newValue
            members.append(node)
        }
    }
}
