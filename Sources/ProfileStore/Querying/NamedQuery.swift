/// A question that has a name: `stacksift query STORE --named top`.
package struct NamedQuery: Sendable {
    /// A value that the question needs, `:name` in its SQL.
    package struct Parameter: Sendable {
        package var name: String
        package var meaning: String
        /// The SELECT that gives the value where none is given; nil where one must be.
        package var standard: String?

        static let profile = Parameter(
            name: "profile", meaning: "number of a profile, by default the newest",
            standard: "SELECT max(profile_id) FROM profile WHERE status = 'ok'")
        static let before = Parameter(
            name: "before", meaning: "number of the profile before, by default the first",
            standard: "SELECT min(profile_id) FROM profile WHERE status = 'ok'")
        static let after = Parameter(
            name: "after", meaning: "number of the profile after, by default the newest",
            standard: "SELECT max(profile_id) FROM profile WHERE status = 'ok'")
        static let function = Parameter(
            name: "function", meaning: "name of a function, by default the hottest of the newest profile",
            standard: "SELECT function FROM top WHERE profile_id = (SELECT max(profile_id) FROM profile_value) LIMIT 1")

        static func limit(_ count: Int) -> Parameter {
            Parameter(name: "limit", meaning: "rows at most, by default \(count)", standard: "SELECT \(count)")
        }
    }

    package var name: String
    /// The question in words.
    package var question: String
    package var parameters: [Parameter] = []
    package var sql: String

    /// The query with this name.
    package static func find(_ name: String) -> NamedQuery? { all.first { $0.name == name } }

    /// All of them, a line each.
    package static var list: String {
        all.map { query in
            let name = query.name + String(repeating: " ", count: max(1, 20 - query.name.count))
            return name + query.question + query.parameters.map { "\n    :\($0.name)  \($0.meaning)" }.joined()
        }.joined(separator: "\n") + "\n"
    }
}

extension StoreReader {
    /// Asks a named question; parameters that are not given have their standard values.
    package func query(
        _ named: NamedQuery, _ given: [String: QueryValue] = [:]
    ) throws(StoreError) -> QueryResult {
        var values = given
        for parameter in named.parameters where given[parameter.name] == nil {
            guard let standard = parameter.standard else {
                throw StoreError("expected --param \(parameter.name)=VALUE (\(parameter.meaning)), found none")
            }
            values[parameter.name] = try query(standard).next()?.first ?? .null
        }
        return try query(named.sql, values)
    }
}
