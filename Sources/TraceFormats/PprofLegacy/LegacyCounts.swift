import StackModel
import TraceInput

// Go's counts of stacks, and gperftools' list of threads.
extension LegacyText {
    /// `goroutine profile: total 5`, then lines `2 @ 0x... 0x...`, each with comments: its labels and names.
    mutating func readCounts(into builder: inout ProfileBuilder) throws(TraceError) {
        guard let header = nextRecord(), let name = LegacyKind.countsName(header) else { return }
        let type = ValueType(name: name.text, unit: "count")
        setTypes([type], period: 1, of: type, into: &builder)
        var pending: (addresses: [UInt64], count: Int64, labels: [Label])?
        while let line = lines.next()?.trimmed {
            if LegacyText.startsMappings(line) || line.hasPrefix("---") { break }
            if line.hasPrefix("# labels:") {
                pending?.labels = try labels(line.dropFirst(9), into: &builder)
                continue
            }
            if line.isEmpty || line.first == 0x23 { continue }
            if let done = pending { add(done.addresses, values: [done.count], labels: done.labels, into: &builder) }
            pending = nil
            var fields = FieldCursor(line)
            guard let count = fields.integer(), fields.skip("@"), let addresses = LegacyText.addresses(&fields) else {
                try skip(line, expected: "COUNT @ 0x... 0x...", into: &builder)
                continue
            }
            pending = (addresses, count, [])
        }
        if let done = pending { add(done.addresses, values: [done.count], labels: done.labels, into: &builder) }
    }

    /// `{"key":"value"}`.
    private mutating func labels(_ text: ByteView, into builder: inout ProfileBuilder) throws(TraceError) -> [Label] {
        var json = JSONReader(text, file: file)
        var labels: [Label] = []
        do throws(TraceError) {
            var more = try json.open(.object)
            while more {
                let key = builder.string(try json.key())
                labels.append(Label(key: key, text: builder.string(try json.string())))
                more = try json.more(.object)
            }
        } catch {
            try tally.countBad(
                lines.broken("pprof-legacy.labels", "{\"key\":\"value\"}", text.trimmed.quoted), in: &builder)
        }
        return labels
    }

    /// `--- threadz 1 ---`, then for each thread `--- Thread ADDRESS (name: NAME/ID) stack: ---` and lines of
    /// addresses, with or without names.
    mutating func readThreads(into builder: inout ProfileBuilder) throws(TraceError) {
        let type = ValueType(name: "thread", unit: "count")
        setTypes([type], period: 1, of: type, into: &builder)
        var thread = ThreadID.none
        var addresses: [UInt64] = []
        var previous: [UInt64] = []
        var isOpen = false
        while let line = nextRecord() {
            if line.hasPrefix("---- no stack trace for") { break }
            if line.hasPrefix("--- ") {
                if isOpen { addThread(&addresses, &previous, thread, into: &builder) }
                isOpen = line.hasPrefix("--- Thread ")
                thread = isOpen ? self.thread(line, into: &builder) : .none
            } else if line.firstIndex(of: ByteView(literal: "same as previous thread")) != nil {
                addresses = previous
            } else if isOpen {
                readThreadLine(line, &addresses)
            }
        }
        if isOpen { addThread(&addresses, &previous, thread, into: &builder) }
    }

    private mutating func addThread(
        _ addresses: inout [UInt64], _ previous: inout [UInt64], _ thread: ThreadID,
        into builder: inout ProfileBuilder
    ) {
        add(addresses, values: [1], thread: thread, into: &builder)
        previous = addresses
        addresses.removeAll()
    }

    /// `PC: 0x1 0x2`, `creator: 0x3`, or `0x4: name`.
    private mutating func readThreadLine(_ line: ByteView, _ addresses: inout [UInt64]) {
        var fields = FieldCursor(line)
        if !fields.skip("PC:") { _ = fields.skip("creator:") }
        while let address = fields.address() {
            let isLeaf = addresses.isEmpty
            addresses.append(address)
            guard fields.skip(":") else { continue }
            frames.name(isLeaf || address == 0 ? address : address - 1, [LegacySymbol(name: fields.rest)])
            return
        }
    }

    private func thread(_ line: ByteView, into builder: inout ProfileBuilder) -> ThreadID {
        var info = ThreadInfo()
        if let start = line.firstIndex(of: ByteView(literal: "(name: ")),
            let end = line.firstIndex(of: ByteView(literal: ") stack:"), from: start)
        {
            let name = line.slice(start + 7, end)
            let slash = name.lastIndex(of: 0x2F)
            info.threadName = builder.string(name.prefix(slash ?? name.count))
            info.threadID = slash.flatMap { name.dropFirst($0 + 1).signedDecimal }
        }
        return builder.thread(info)
    }
}
