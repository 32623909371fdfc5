import ProfileExport
import ProfileStore
import StackModel

/// What `stacksift store list` and `show` print.
package enum StoreReport {
    /// All profiles of a store, or those that `selector` chooses, a row each.
    package static func list(_ reader: StoreReader, _ selector: StoreSelector?) throws(StoreError) -> QueryResult {
        let chosen: [Int64]
        if let selector { chosen = try reader.profiles(selector) } else { chosen = try reader.profileFacts().map(\.id) }
        let ids = chosen.map(String.init).joined(separator: ", ")
        return try reader.query(
            """
            SELECT profile_id, status, format, role, strftime('%Y-%m-%d %H:%M', recorded_ns / 1000000000, 'unixepoch')
                AS recorded, total, unit, labels, path
            FROM profile_wide WHERE profile_id IN (\(ids)) ORDER BY profile_id
            """)
    }

    /// A store as a whole, or the profiles that are chosen, as text.
    package static func show(_ reader: StoreReader, _ selector: StoreSelector?) throws(StoreError) -> String {
        guard let selector else { return try whole(reader) }
        var text = ""
        for id in try reader.profiles(selector) { text += try profile(reader, id) }
        return text
    }

    private static func whole(_ reader: StoreReader) throws(StoreError) -> String {
        var text = "\(reader.path)\n"
        func add(_ name: String, _ sql: String) throws(StoreError) {
            let words = try reader.query(sql).all().map { $0.map(plain).joined(separator: " ") }
            if !words.isEmpty { text += "  " + pad(name, 12) + words.joined(separator: ", ") + "\n" }
        }
        try add("schema", "SELECT value FROM meta WHERE key = 'schema_version'")
        try add("profiles", "SELECT count(*), status FROM profile GROUP BY status ORDER BY status DESC")
        try add(
            "formats", "SELECT count(*), format FROM profile WHERE format IS NOT NULL GROUP BY format ORDER BY 1 DESC")
        try add("labels", "SELECT DISTINCT label FROM profile_label ORDER BY label")
        try add(
            "recorded",
            "SELECT date(min(recorded_ns) / 1000000000, 'unixepoch') || ' to ' "
                + "|| date(max(recorded_ns) / 1000000000, 'unixepoch') FROM profile WHERE recorded_ns IS NOT NULL")
        try add("functions", "SELECT count(*) FROM function")
        try add("paths", "SELECT count(*) FROM stack")
        try add("samples", "SELECT count(*) FROM sample")
        return text
    }

    private static func profile(_ reader: StoreReader, _ id: Int64) throws(StoreError) -> String {
        var text = "#\(id)\n"
        let row = try reader.query("SELECT * FROM profile WHERE profile_id = \(id)")
        for values in try row.all() {
            for (name, value) in zip(row.columns, values) where name != "profile_id" && value != .null {
                text += "  " + pad(name, 16) + plain(value) + "\n"
            }
        }
        func add(_ name: String, _ sql: String) throws(StoreError) {
            for values in try reader.query(sql).all() {
                text += "  " + pad(name, 16) + values.map(plain).joined(separator: " ") + "\n"
            }
        }
        try add("label", "SELECT label || '=' || value FROM profile_label WHERE profile_id = \(id) ORDER BY label")
        try add(
            "value",
            """
            SELECT value_type || ': ' || total, unit, iif(is_default = 1, '(default)', '') FROM profile_value
            JOIN value_type USING (value_type_id) WHERE profile_id = \(id) ORDER BY is_default DESC, value_type
            """)
        try add(
            "diagnostic",
            "SELECT severity || ': ' || message || iif(count > 1, ' (' || count || ' times)', '') "
                + "|| ' [' || code || ']' FROM diagnostic WHERE profile_id = \(id)")
        try add(
            "hottest",
            "SELECT round(100 * self_share, 1) || ' %', function FROM top WHERE profile_id = \(id) LIMIT 5")
        return text
    }

    private static func plain(_ value: QueryValue) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): HumanValue.visible(text)
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
