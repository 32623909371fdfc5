import ProfileAnalysis
import StackModel

/// What a list of functions is sorted by.
package enum FunctionOrder: String, Sendable, CaseIterable {
    case own = "self"
    case total
}

/// The hottest functions of a profile, as JSON or as a table for people.
package struct TopTable: ~Copyable {
    private let groups: FrameGroups
    private let rows: [FunctionRow]
    private let total: Int64
    private let type: ValueType

    /// The first `limit` functions (all of them for 0) of a selection.
    package init(_ profile: Profile, _ selection: ValueSelection, order: FunctionOrder, limit: Int) {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let summary = FunctionSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        let sorted = summary.rows.sorted { left, right in
            let leftKeys = order == .own ? (left.selfValue, left.totalValue) : (left.totalValue, left.selfValue)
            let rightKeys = order == .own ? (right.selfValue, right.totalValue) : (right.totalValue, right.selfValue)
            if leftKeys != rightKeys { return leftKeys > rightKeys }
            let leftName = groups.name(left.group)
            let rightName = groups.name(right.group)
            return leftName == rightName ? left.group < right.group : leftName < rightName
        }
        rows = limit > 0 ? Array(sorted.prefix(limit)) : sorted
        total = summary.total
        type = profile.valueType(of: selection)
        self.groups = groups
    }

    /// The object of schema `stacksift.top/1`.
    package func json() -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.top/1")
        json.key("value_type")
        json.open("{")
        json.member("name", type.name)
        json.member("unit", type.unit)
        json.close("}")
        json.member("total", total)
        json.key("functions")
        json.open("[")
        for row in rows {
            let group = groups[row.group]
            json.newline()
            json.open("{")
            json.key("name")
            json.string(groups.strings.bytes(group.name))
            json.member("file", group.file.isNone ? nil : groups.strings.text(group.file))
            json.member("line", group.line > 0 ? Int64(group.line) : nil)
            json.member("module", group.module.isNone ? nil : groups.strings.text(group.module))
            json.member("self", row.selfValue)
            json.member("total", row.totalValue)
            if let calls = row.calls { json.member("calls", calls) }
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    /// A table with shares, for people.
    package func text() -> String {
        var out = "\(type.name): \(HumanValue.text(total, unit: type.unit)) in all\n"
        out += "        self         %        total         %  function\n"
        for row in rows {
            let group = groups[row.group]
            var name = HumanValue.visible(groups.strings.text(group.name))
            let place = group.module.isNone ? group.file : group.module
            if !place.isNone { name += "  (\(HumanValue.visible(groups.strings.bytes(place).baseName.text)))" }
            out += HumanValue.text(row.selfValue, unit: type.unit).leftPadded(12)
            out += HumanValue.share(row.selfValue, of: total).leftPadded(10)
            out += HumanValue.text(row.totalValue, unit: type.unit).leftPadded(13)
            out += HumanValue.share(row.totalValue, of: total).leftPadded(10)
            out += "  \(name)\n"
        }
        return out
    }
}
