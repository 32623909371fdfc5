import StackModel

extension JSONReader {
    /// Walks a tree of objects that are nested through their member `children`, an array, without recursion.
    ///
    /// Objects are numbered from 0 as they open, so a parent's number is below its children's. `begin` is called for
    /// each with its parent's number, `member` at the value of every other member, which it must pass over.
    package mutating func walkTree(
        children: StaticString, begin: (_ parent: Int?) throws(TraceError) -> Void,
        member: (_ row: Int, _ key: ByteView, _ json: inout JSONReader) throws(TraceError) -> Void
    ) throws(TraceError) {
        // The objects that are open, outermost first. Between an object and the next one its array is open.
        var open: [Int] = []
        var count = 0
        var more = try enter(parent: nil, &open, &count, begin)
        while let row = open.last {
            if !more {
                // The object has ended, and may be followed by a sibling.
                open.removeLast()
                guard let parent = open.last else { return }
                more =
                    try self.more(.array)
                    ? enter(parent: parent, &open, &count, begin) : self.more(.object)
                continue
            }
            let key = try self.key()
            if key == children {
                if try kind() == .array {
                    if try self.open(.array) {
                        more = try enter(parent: row, &open, &count, begin)
                        continue
                    }
                } else {
                    try skip()
                }
            } else {
                try member(row, key, &self)
            }
            more = try self.more(.object)
        }
    }

    /// Opens the object that comes next; true when it has a member.
    private mutating func enter(
        parent: Int?, _ open: inout [Int], _ count: inout Int, _ begin: (Int?) throws(TraceError) -> Void
    ) throws(TraceError) -> Bool {
        let hasMembers = try self.open(.object)
        try begin(parent)
        open.append(count)
        count += 1
        return hasMembers
    }
}
