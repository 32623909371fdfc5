import StackModel

extension SpeedscopeDocument {
    /// The thread that profile `index` becomes: its name, and the numbers that py-spy puts into it.
    func thread(_ index: Int, into builder: inout ProfileBuilder) -> ThreadID {
        if let origin = profiles[index].origin { return origin.thread(into: &builder) }
        let name = profiles[index].name
        var thread = ByteView.withBytes(of: name) { ThreadInfo(pySpyName: $0, into: &builder) }
        // Two profiles of one name are two threads all the same.
        let before = profiles[..<index].count { $0.name == name }
        let text = ByteView.withBytes(of: name) { $0.text }
        if !thread.isNumbered {
            thread.threadName = builder.string(before == 0 ? text : "\(text) #\(before + 1)")
        }
        return builder.thread(thread)
    }
}

extension ThreadInfo {
    /// The ids and the name in `Thread 20686 "worker"`, perhaps behind `Process 20683 `; py-spy's way to name profiles.
    init(pySpyName text: ByteView, into builder: inout ProfileBuilder) {
        self.init()
        var rest = text
        if let id = ThreadInfo.number(after: "Process ", in: &rest) { processID = id }
        guard let id = ThreadInfo.number(after: "Thread ", in: &rest) else {
            processID = nil
            return
        }
        threadID = id
        if rest.count > 2, rest.first == 0x22, rest.last == 0x22 {
            threadName = builder.string(rest.slice(1, rest.count - 1))
        }
    }

    /// The number that follows `word` at the start of `rest`, which then begins behind the number.
    private static func number(after word: StaticString, in rest: inout ByteView) -> Int64? {
        guard rest.hasPrefix(word) else { return nil }
        let start = word.utf8CodeUnitCount
        let digits = rest.decimalDigits(from: start)
        guard let number = rest.slice(start, start + digits).signedDecimal else { return nil }
        let left = rest.dropFirst(start + digits)
        rest = left.dropFirst(left.skipBlanks())
        if rest.first == 0x3A { rest = rest.dropFirst(1).trimmed }
        return number
    }
}
