/// What is counted: a name and a unit, such as cpu/nanoseconds, alloc_space/bytes, cycles:u/count.
package struct ValueType: Hashable, Sendable {
    /// Name as the trace gives it; perf's event modifiers stay in it.
    package var name: String
    /// `nanoseconds`, `bytes`, `count`, or what a pprof file says.
    package var unit: String

    /// A value type.
    package init(name: String, unit: String) {
        self.name = name
        self.unit = unit
    }
}
