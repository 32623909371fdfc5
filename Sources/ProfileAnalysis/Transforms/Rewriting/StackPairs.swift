import StackModel

/// New stacks by what they were made of: a stack or path, and a stack or function on top of it.
///
/// The index of an interning table (see `HashSlots`), because profiles have millions of stacks.
struct StackPairs: ~Copyable {
    private var firsts = Column<UInt32>()
    private var seconds = Column<UInt32>()
    private var results = Column<StackID>()
    private var index = HashSlots(expecting: 1024)

    /// No pairs yet.
    init() {
        firsts.append(.max)
        seconds.append(.max)
        results.append(.none)
    }

    /// The stack of a pair; nil when it is not known yet.
    func find(_ first: UInt32, _ second: UInt32) -> StackID? {
        let row = index.find(StackPairs.hash(first, second)) { firsts[$0] == first && seconds[$0] == second }
        return row == 0 ? nil : results[row]
    }

    /// Remembers the stack of a pair that is not known yet.
    mutating func insert(_ first: UInt32, _ second: UInt32, _ result: StackID) {
        index.insert(StackPairs.hash(first, second), row: results.count)
        firsts.append(first)
        seconds.append(second)
        results.append(result)
    }

    private static func hash(_ first: UInt32, _ second: UInt32) -> UInt64 {
        mix(ProcessSeed.value ^ (UInt64(first) << 32 | UInt64(second)), 0x9E37_79B9_7F4A_7C15)
    }
}
