import StackModel

/// `drop-below`: what is less than a share of the whole becomes a frame `[other]` under its caller.
///
/// Paths of functions are weighed, by the default value type (`0.5%`) or another (`0.5% alloc_space`), by magnitude
/// where values are negative. Self values of what stays do not change, and neither does the total.
package struct DropBelow: StackTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let percent: Double
    private let value: String?

    /// The share that the word's argument gives.
    init(_ word: TransformWord) throws(TransformError) {
        let expected = "a share between 0% and 100%, such as 0.5%, and perhaps a value type"
        let text = try word.required(expected)
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let share = parts.first, let percent = Double(share.hasSuffix("%") ? share.dropLast() : share),
            percent >= 0, percent <= 100
        else { throw .argument(word, expected: expected) }
        self.word = word
        self.percent = percent
        value = parts.count == 2 ? String(parts[1]) : nil
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        if profile.samples.count == 0 { return profile }
        let selection: ValueSelection
        do throws(UnknownValueType) {
            selection = try profile.selection(named: value)
        } catch {
            throw TransformError(
                code: "transform.value", word,
                expected: "one of the profile's value types (\(error.available.joined(separator: ", ")))",
                found: "\"\(error.asked)\"")
        }
        var rewriting = Rewriting(word)
        let (plan, cut) = plan(profile, weights(profile, selection))
        rewriting.plan = plan
        if cut > 0 { rewriting.message = "\(cut) subtrees are in [other]" }
        return try profile.rewritten(rewriting)
    }

    /// Cuts each subtree whose path weighs too little, at its top.
    private func plan(_ profile: Profile, _ paths: PathWeights) -> (StackPlan, cut: Int) {
        var plan = StackPlan(profile)
        var cutPaths = Set<StackID>()
        let least = paths.total * percent / 100
        for row in 1..<max(profile.stacks.count, 1) {
            let parent = profile.stacks.parent(StackID(row: row)).row
            if plan.fates[plan.targets[parent].row] == .other {
                plan.targets[row] = plan.targets[parent]
            } else if paths.weight(of: row) < least {
                plan.fates[row] = .other
                cutPaths.insert(paths.path[row])
            }
        }
        return (plan, cutPaths.count)
    }

    private func weights(_ profile: Profile, _ selection: ValueSelection) -> PathWeights {
        var weights = PathWeights(profile)
        profile.forEachValue(selection) { row, value in
            weights.add(Double(value.magnitude), to: profile.samples.key(row).stack)
        }
        weights.sumUp()
        return weights
    }
}

/// The paths of functions of a profile's stacks, which may differ in lines and addresses alone, and what they weigh.
private struct PathWeights {
    /// By stack row.
    private(set) var path: [StackID]
    private var parents: [StackID]
    private var weights: [Double]

    init(_ profile: Profile) {
        path = [StackID](repeating: .none, count: profile.stacks.count)
        parents = [.none]
        var known = StackPairs()
        let functions = profile.functionsOfFrames
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            let parent = path[profile.stacks.parent(stack).row]
            let function = functions[profile.stacks.frame(stack).row].raw
            if let found = known.find(parent.raw, function) {
                path[row] = found
            } else {
                path[row] = StackID(row: parents.count)
                known.insert(parent.raw, function, path[row])
                parents.append(parent)
            }
        }
        weights = [Double](repeating: 0, count: parents.count)
    }

    var total: Double { weights[0] }

    func weight(of stack: Int) -> Double { weights[path[stack].row] }

    mutating func add(_ weight: Double, to stack: StackID) { weights[path[stack.row].row] += weight }

    mutating func sumUp() {
        for row in parents.indices.reversed() where row > 0 { weights[parents[row].row] += weights[row] }
    }
}
