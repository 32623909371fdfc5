import ProfileAnalysis

/// What a selector may ask of a profile.
package struct ProfileFacts: Hashable, Sendable {
    package var id: Int64
    /// Labels, and the columns that can be asked like labels.
    package var labels: [String: String]
    /// Nanoseconds since 1970; nil where the trace does not say.
    package var recordedAt: Int64?

    /// A profile.
    package init(id: Int64, labels: [String: String] = [:], recordedAt: Int64? = nil) {
        self.id = id
        self.labels = labels
        self.recordedAt = recordedAt
    }
}

extension StoreSelector {
    /// Those of `profiles` that it chooses, by number; files that could not be read only where `status` is asked for.
    package func choose(among profiles: [ProfileFacts]) throws(SelectorError) -> [Int64] {
        let tests = try ConditionTests(self)
        var chosen: [ProfileFacts] = []
        for profile in profiles where try tests.hold(of: profile) { chosen.append(profile) }
        guard let stepsBack else { return chosen.map(\.id).sorted() }
        // Without a date a profile counts as older than all with one.
        chosen.sort { ($0.recordedAt ?? .min, $0.id) < ($1.recordedAt ?? .min, $1.id) }
        let place = chosen.count - 1 - stepsBack
        return chosen.indices.contains(place) ? [chosen[place].id] : []
    }
}

/// The conditions of a selector, ready to be tested.
private struct ConditionTests {
    private let ids: Set<Int64>
    /// By label: the values of which it must have one.
    private var equal: [String: Set<String>] = [:]
    private var differs: [StoreSelector.Condition] = []
    private var patterns: [(label: String, pattern: NamePattern)] = []

    init(_ selector: StoreSelector) throws(SelectorError) {
        ids = Set(selector.ids)
        for condition in selector.conditions {
            switch condition.relation {
            case .equal: equal[condition.label, default: []].insert(condition.value)
            case .differs: differs.append(condition)
            case .matches:
                do throws(TransformError) {
                    let pattern = try NamePattern(condition.value, for: TransformWord("~", condition.value))
                    patterns.append((condition.label, pattern))
                } catch {
                    throw SelectorError(selector: "\(selector)", expected: error.expected, found: error.found)
                }
            }
        }
        let asksStatus = selector.conditions.contains { $0.label == "status" }
        if !asksStatus, ids.isEmpty { equal["status"] = ["ok"] }
    }

    func hold(of profile: ProfileFacts) throws(SelectorError) -> Bool {
        if !ids.isEmpty, !ids.contains(profile.id) { return false }
        for (label, values) in equal {
            guard let value = profile.labels[label], values.contains(value) else { return false }
        }
        for condition in differs where profile.labels[condition.label] == condition.value { return false }
        for (label, pattern) in patterns {
            guard let value = profile.labels[label] else { return false }
            var matcher = PatternMatcher(pattern)
            do throws(TransformError) {
                guard try matcher.matches(value) else { return false }
            } catch {
                throw SelectorError(selector: pattern.text, expected: error.expected, found: error.found)
            }
        }
        return true
    }
}

extension StoreReader {
    /// The columns of `profile` that a selector may ask like labels; a label of that name is asked in their place.
    private static let columns = ["role", "run_group", "host", "format", "path", "status", "command"]

    /// What is known of all profiles, by number.
    package func profileFacts() throws(StoreError) -> [ProfileFacts] {
        var facts: [ProfileFacts] = []
        var rowOf: [Int64: Int] = [:]
        let profiles = try statement(
            "SELECT profile_id, recorded_ns, \(Self.columns.joined(separator: ", ")) FROM profile ORDER BY profile_id")
        while try profiles.step() {
            guard case .integer(let id) = profiles.value(0) else { continue }
            var profile = ProfileFacts(id: id)
            if case .integer(let time) = profiles.value(1) { profile.recordedAt = time }
            for (offset, column) in Self.columns.enumerated() {
                if case .text(let text) = profiles.value(Int32(offset + 2)) { profile.labels[column] = text }
            }
            rowOf[id] = facts.count
            facts.append(profile)
        }
        let labels = try statement("SELECT profile_id, label, value FROM profile_label")
        while try labels.step() {
            guard case .integer(let id) = labels.value(0), case .text(let label) = labels.value(1),
                case .text(let value) = labels.value(2), let row = rowOf[id]
            else { continue }
            facts[row].labels[label] = value
        }
        return facts
    }

    /// The numbers of the profiles that `selector` chooses, smallest first.
    package func profiles(_ selector: StoreSelector) throws(StoreError) -> [Int64] {
        let facts = try profileFacts()
        do throws(SelectorError) {
            return try selector.choose(among: facts)
        } catch {
            throw StoreError(error.description)
        }
    }
}
