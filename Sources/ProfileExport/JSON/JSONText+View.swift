import StackModel

extension JSONText {
    /// Opens the object of a view of one profile: its schema, what is counted, and the sum of all samples.
    mutating func openView(_ schema: String, of type: ValueType, total: Int64) {
        open("{")
        member("schema", schema)
        key("value_type")
        open("{")
        member("name", type.name)
        member("unit", type.unit)
        close("}")
        member("total", total)
    }
}
