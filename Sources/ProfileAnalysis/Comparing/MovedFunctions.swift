import StackModel

/// Functions whose file or library moved: one key on each side, one name that is unique on both.
package struct MovedFunctions {
    private let target: [Int32: Int32]

    /// Looks for functions of `after` that stand under another key in `before`; both list groups, -1 for none.
    package init(before: [Int32], after: [Int32], groups: borrowing FrameGroups) {
        let left = MovedFunctions.onlyGroups(before, groups)
        let right = MovedFunctions.onlyGroups(after, groups)
        var target: [Int32: Int32] = [:]
        for (name, from) in right {
            guard let from, let to = left[name] ?? nil, from != to else { continue }
            target[from] = to
        }
        self.target = target
    }

    /// The groups with those of moved functions replaced by the ones that they had before.
    package func applied(to groups: [Int32]) -> [Int32] {
        target.isEmpty ? groups : groups.map { target[$0] ?? $0 }
    }

    /// The group of each name; nil where several groups have it.
    private static func onlyGroups(_ list: [Int32], _ groups: borrowing FrameGroups) -> [StringID: Int32?] {
        var found: [StringID: Int32?] = [:]
        for group in list where group >= 0 {
            let name = groups[group].name
            if let known = found[name] {
                if known != group { found[name] = .some(nil) }
            } else {
                found[name] = group
            }
        }
        return found
    }
}
