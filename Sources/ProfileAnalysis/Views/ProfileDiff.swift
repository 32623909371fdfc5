import StackModel

/// How the two sides of a comparison are made comparable.
package enum DiffNorm: String, Sendable, CaseIterable {
    /// Values as they are; sample counts at different known periods are scaled to one period.
    case asIs = "none"
    /// Values as shares of their side's total.
    case share
    /// Values over what most functions did: durations and rates cancel, and one hot function cannot move the ruler.
    case stable
    /// Values by units of work that the user gives: requests, iterations.
    case units
}

/// What became of a function or stack.
package enum DiffStatus: String, Sendable {
    case new
    case removed
    case grew
    case shrank
    case same
}

/// One figure on both sides.
package struct DiffFigure: Sendable {
    /// Raw values.
    package let before: Int64
    package let after: Int64
    /// `after x factor - before`, rounded.
    package let delta: Int64
    /// `after x factor / before`; nil where before is 0.
    package let ratio: Double?

    /// Whether there is nothing on either side, which is no change and nothing new.
    package var isEmpty: Bool { before == 0 && after == 0 }

    /// A figure; `factor` makes the values after comparable with those before.
    package init(before: Int64, after: Int64, factor: Double) {
        self.before = before
        self.after = after
        if factor == 1 {
            delta = after.subtractingSaturated(before)
        } else {
            let scaled = (Double(after) * factor).rounded()
            delta = (Int64(exactly: scaled) ?? (scaled < 0 ? .min : .max)).subtractingSaturated(before)
        }
        ratio = before == 0 ? nil : Double(after) * factor / Double(before)
    }

    /// Grown, shrunk or neither.
    var direction: DiffStatus { delta > 0 ? .grew : delta < 0 ? .shrank : .same }
}

/// One function on both sides.
package struct DiffFunction: Sendable {
    package let group: Int32
    package let selfFigure: DiffFigure
    package let totalFigure: DiffFigure

    /// New or removed: a total of 0 on one side. Else what became of the figure that is asked for.
    package func status(_ figure: DiffFigure) -> DiffStatus {
        if totalFigure.before == 0, totalFigure.after != 0 { return .new }
        if totalFigure.after == 0, totalFigure.before != 0 { return .removed }
        return figure.direction
    }
}

/// One path on both sides, by what was measured with this very stack.
package struct DiffStack: Sendable {
    /// Node of the comparison's tree, or what `ProfileDiff.path` knows the path by in its place.
    package let node: Int
    package let figure: DiffFigure

    package var status: DiffStatus {
        if figure.before == 0, figure.after != 0 { return .new }
        if figure.after == 0, figure.before != 0 { return .removed }
        return figure.direction
    }
}

/// The sides of a comparison cannot be compared.
package struct DiffError: Error, Sendable, CustomStringConvertible {
    package let description: String
}

/// Before and after, function by function and stack by stack. Nothing is dropped: what is on one side only has a 0
/// on the other.
package final class ProfileDiff: Sendable {
    package let valueType: ValueType
    package let norm: DiffNorm
    package let factor: Double
    /// Why the factor is not 1; nil where it is.
    package let factorReason: String?
    package let totalBefore: Int64
    package let totalAfter: Int64
    /// Sorted by the size of the change of self, largest first.
    package let functions: [DiffFunction]
    /// Both sides as one tree, column 0 before and column 1 after, by function key; the root alone where the stacks of
    /// both are lists (`Profile.looseStacks`).
    package let tree: CallTree
    /// Both sides where their stacks are lists.
    private let listed: ListedPaths?
    /// What a test says of the runs of both sides; nil where none was asked for.
    package let comparison: Comparison?

    /// Compares two profiles by the value type that `value` names, the first default that both have when nil.
    ///
    /// `runs` says how many runs each side is the sum of. The norms `stable` and `units` take their factor from
    /// `comparison`, the test of the same runs.
    package init(
        before: Profile, after: Profile, value: String?, norm: DiffNorm, runs: (before: Int, after: Int) = (1, 1),
        comparison: Comparison? = nil
    ) throws(DiffError) {
        let areLists = ListedPaths.suit(before) && ListedPaths.suit(after)
        let (before, after) = areLists ? (before, after) : (before.withStackTree(), after.withStackTree())
        let (left, right) = try ProfileDiff.selections(before, after, value)
        valueType = before.valueType(of: left)
        self.norm = norm
        self.comparison = comparison
        var groups = FrameGroups(identity: .functionKey)
        let leftGroups = groups.add(before)
        let found = groups.add(after)
        let rightGroups = MovedFunctions(before: leftGroups, after: found, groups: groups).applied(to: found)

        let leftRows = FunctionSummary(before, left, groups: leftGroups, groupCount: groups.count)
        let rightRows = FunctionSummary(after, right, groups: rightGroups, groupCount: groups.count)
        totalBefore = leftRows.total
        totalAfter = rightRows.total
        (factor, factorReason) = ProfileDiff.factor(
            norm, before, after, valueType, totalBefore, totalAfter, runs, comparison)
        functions = ProfileDiff.join(leftRows, rightRows, factor, groups)

        var builder = CallTreeBuilder(groups: groups, width: 2)
        if areLists {
            listed = ListedPaths([(before, left, leftGroups), (after, right, rightGroups)])
        } else {
            listed = nil
            builder.add(before.withStacks(.estimate), left, groups: leftGroups, of: before)
            builder.add(after.withStacks(.estimate), right, groups: rightGroups, of: after)
        }
        tree = builder.finish()
    }

    /// The groups of a path of `stacks`, outermost first.
    package func path(_ stack: DiffStack) -> [Int32] {
        if let listed { return listed.path(stack.node) }
        var path: [Int32] = []
        var node = stack.node
        while node > 0 {
            path.append(tree.group(node))
            node = tree.parent(node)
        }
        path.reverse()
        return path
    }

    /// Every path whose value differs or not, largest change first; at least the first `limit` of them.
    package func stacks(first limit: Int = .max) -> [DiffStack] {
        if let listed {
            return listed.changes(first: limit) { DiffFigure(before: $0, after: $1, factor: factor) }
        }
        var rows: [DiffStack] = []
        for node in 0..<tree.count where tree.selfValue(node, 0) != 0 || tree.selfValue(node, 1) != 0 {
            let figure = DiffFigure(
                before: tree.selfValue(node, 0), after: tree.selfValue(node, 1), factor: factor)
            rows.append(DiffStack(node: node, figure: figure))
        }
        return rows.sorted {
            ($0.figure.delta.magnitude, $1.node) > ($1.figure.delta.magnitude, $0.node)
        }
    }

    private static func selections(
        _ before: Profile, _ after: Profile, _ value: String?
    ) throws(DiffError) -> (ValueSelection, ValueSelection) {
        do throws(UnknownValueType) {
            let left = try before.selection(named: value)
            let type = before.valueType(of: left)
            let right = try after.selection(named: value)
            if after.valueType(of: right) == type { return (left, right) }
            if value == nil {
                for id in before.valueTypeIDs {
                    if let index = after.valueTypes.firstIndex(of: before.valueType(id)) {
                        return (.type(id), .type(ValueTypeID(row: index + 1)))
                    }
                }
            }
            throw UnknownValueType(asked: "\(type.name)/\(type.unit)", available: after.valueTypeNames)
        } catch {
            throw DiffError(
                description: "error: expected a value type that both sides have"
                    + " (before: \(before.valueTypeNames.joined(separator: ", "));"
                    + " after: \(after.valueTypeNames.joined(separator: ", "))), found none [diff.types]\n  name one with --value"
            )
        }
    }

    private static func factor(
        _ norm: DiffNorm, _ before: Profile, _ after: Profile, _ type: ValueType, _ totalBefore: Int64,
        _ totalAfter: Int64, _ runs: (before: Int, after: Int), _ comparison: Comparison?
    ) -> (Double, String?) {
        switch norm {
        case .stable, .units:
            guard let comparison, let scale = comparison.meta.scaleChange else { return (1, nil) }
            let runs = Double(comparison.sides.before.count) / Double(comparison.sides.after.count)
            let ruler = norm == .stable ? "what most functions did" : "units of work"
            return (runs / scale.ratio, "by \(ruler), the sides are \(scale.ratio) apart")
        case .share:
            guard totalAfter != 0 else { return (1, nil) }
            return (Double(totalBefore) / Double(totalAfter), "shares: the totals are made equal")
        case .asIs:
            if runs.before != runs.after {
                let factor = Double(runs.before) / Double(max(runs.after, 1))
                return (factor, "the sides have \(runs.before) and \(runs.after) runs")
            }
            guard type.unit == "count", type.name.hasPrefix("samples"),
                let left = before.metadata.period, let right = after.metadata.period, left > 0, right > 0,
                left != right, before.metadata.periodType == after.metadata.periodType
            else { return (1, nil) }
            return (Double(right) / Double(left), "the sampling periods are \(left) and \(right)")
        }
    }

    private static func join(
        _ left: FunctionSummary, _ right: FunctionSummary, _ factor: Double, _ groups: borrowing FrameGroups
    ) -> [DiffFunction] {
        var index: [Int32: Int] = [:]
        var order: [Int32] = []
        var pairs: [(FunctionRow?, FunctionRow?)] = []
        for row in left.rows {
            index[row.group] = order.count
            order.append(row.group)
            pairs.append((row, nil))
        }
        for row in right.rows {
            if let known = index[row.group] {
                pairs[known].1 = row
            } else {
                order.append(row.group)
                pairs.append((nil, row))
            }
        }
        let functions = zip(order, pairs).map { group, pair in
            DiffFunction(
                group: group,
                selfFigure: DiffFigure(
                    before: pair.0?.selfValue ?? 0, after: pair.1?.selfValue ?? 0, factor: factor),
                totalFigure: DiffFigure(
                    before: pair.0?.totalValue ?? 0, after: pair.1?.totalValue ?? 0, factor: factor))
        }
        return functions.sorted { first, second in
            let left = (first.selfFigure.delta.magnitude, first.totalFigure.delta.magnitude)
            let right = (second.selfFigure.delta.magnitude, second.totalFigure.delta.magnitude)
            if left != right { return left > right }
            let firstName = groups.name(first.group)
            let secondName = groups.name(second.group)
            return firstName == secondName ? first.group < second.group : firstName < secondName
        }
    }
}

extension CallTreeBuilder {
    /// Adds a profile whose functions were grouped as those of `original`, which it was estimated from.
    fileprivate mutating func add(
        _ profile: Profile, _ selection: ValueSelection, groups: [Int32], of original: Profile
    ) {
        guard profile !== original else { return add(profile, selection, groups: groups) }
        var byFunction: [FunctionNames: Int32] = [:]
        for row in 1..<max(original.functions.count, 1) {
            byFunction[FunctionNames(original, FunctionID(row: row))] = groups[row]
        }
        let mapped = (0..<profile.functions.count).map { row in
            row == 0 ? -1 : byFunction[FunctionNames(profile, FunctionID(row: row))] ?? -1
        }
        add(profile, selection, groups: mapped)
    }
}

/// A function by its texts, which are the same in a profile and in one estimated from it.
private struct FunctionNames: Hashable {
    let name: [UInt8]
    let module: [UInt8]
    let file: [UInt8]
    let line: Int32

    init(_ profile: Profile, _ id: FunctionID) {
        let function = profile.functions[id]
        name = profile.strings.bytes(function.name).bytes
        module = profile.strings.bytes(function.module).bytes
        file = profile.strings.bytes(function.file).bytes
        line = function.startLine
    }
}
