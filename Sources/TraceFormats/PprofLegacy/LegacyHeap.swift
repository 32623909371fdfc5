import StackModel
import TraceInput

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How a heap profile was sampled.
struct HeapSampling {
    /// Mean bytes between two samples; 1 or less where all allocations were counted.
    var rate: Int64 = 1
    /// Whether a sample stands for others that the sampler passed over.
    var isScaled = false

    /// What a sample of `count` objects and `bytes` bytes stands for: a Poisson sampler takes an object of size S with
    /// the probability 1 - exp(-S / rate). Fractions are cut off, as pprof does.
    func scaled(count: Int64, bytes: Int64) -> (count: Int64, bytes: Int64) {
        guard isScaled else { return (count, bytes) }
        guard count != 0, bytes != 0 else { return (0, 0) }
        guard rate > 1 else { return (count, bytes) }
        let size = Double(bytes) / Double(count)
        let factor = 1 / (1 - exp(-size / Double(rate)))
        return ((Double(count) * factor).truncatedInt64, (Double(bytes) * factor).truncatedInt64)
    }
}

/// The four numbers of a heap line: `in use: bytes [allocated: bytes]`.
private struct HeapNumbers {
    var inUse: (count: Int64, bytes: Int64)
    var allocated: (count: Int64, bytes: Int64)

    init?(_ fields: inout FieldCursor) {
        guard let count = fields.integer(), fields.skip(":"), let bytes = fields.integer(), fields.skip("["),
            let allCount = fields.integer(), fields.skip(":"), let allBytes = fields.integer(), fields.skip("]")
        else { return nil }
        inUse = (count, bytes)
        allocated = (allCount, allBytes)
    }

    /// Whether the second pair tells more than the first.
    var hasAllocations: Bool {
        (allocated.count != inUse.count && allocated.count != 0)
            || (allocated.bytes != inUse.bytes && allocated.bytes != 0)
    }

    /// Bytes without an object are no sample.
    var isSound: Bool {
        !(inUse.count == 0 && inUse.bytes != 0) && !(allocated.count == 0 && allocated.bytes != 0)
    }

    /// The size of one object; that of those in use where there are any.
    var size: Int64 {
        if inUse.count != 0 { return inUse.bytes.dividedReportingOverflow(by: inUse.count).partialValue }
        return allocated.count == 0 ? 0 : allocated.bytes.dividedReportingOverflow(by: allocated.count).partialValue
    }

    /// The values of a sample: allocations first, where the profile has them.
    func values(_ sampling: HeapSampling, hasAllocations: Bool) -> [Int64] {
        let used = sampling.scaled(count: inUse.count, bytes: inUse.bytes)
        guard hasAllocations else { return [used.count, used.bytes] }
        let all = sampling.scaled(count: allocated.count, bytes: allocated.bytes)
        return [all.count, all.bytes, used.count, used.bytes]
    }
}

// tcmalloc's and Go's heap texts.
extension LegacyText {
    /// `heap profile: IN-USE: BYTES [ALLOCATED: BYTES] @ heap/RATE`, then lines of the same shape with addresses.
    mutating func readHeap(into builder: inout ProfileBuilder) throws(TraceError) {
        guard let line = nextRecord() else { return }
        var fields = FieldCursor(line)
        guard fields.skip("heap profile:"), let numbers = HeapNumbers(&fields), fields.skip("@") else {
            throw lines.broken("pprof-legacy.heap", "heap profile: N: BYTES [N: BYTES] @ heap/RATE", line.quoted)
        }
        let sampling = try heapSampling(fields.rest)
        let hasAllocations = numbers.hasAllocations
        setHeapTypes(sampling, hasAllocations: hasAllocations, into: &builder)
        while let line = nextRecord() {
            if line.hasPrefix("---") { continue }
            var fields = FieldCursor(line)
            guard let numbers = HeapNumbers(&fields), numbers.isSound, fields.skip("@"),
                let addresses = LegacyText.addresses(&fields)
            else {
                try skip(line, expected: "N: BYTES [N: BYTES] @ 0x... 0x...", into: &builder)
                continue
            }
            add(numbers, addresses, sampling, hasAllocations, into: &builder)
        }
    }

    private func setHeapTypes(_ sampling: HeapSampling, hasAllocations: Bool, into builder: inout ProfileBuilder) {
        let bare = [ValueType(name: "objects", unit: "count"), ValueType(name: "space", unit: "bytes")]
        let types = [
            ValueType(name: "alloc_objects", unit: "count"), ValueType(name: "alloc_space", unit: "bytes"),
            ValueType(name: "inuse_objects", unit: "count"), ValueType(name: "inuse_space", unit: "bytes"),
        ]
        setTypes(
            hasAllocations ? types : bare, period: sampling.rate, of: ValueType(name: "space", unit: "bytes"),
            into: &builder)
    }

    private mutating func add(
        _ numbers: HeapNumbers, _ addresses: [UInt64], _ sampling: HeapSampling, _ hasAllocations: Bool,
        thread: ThreadID = .none, into builder: inout ProfileBuilder
    ) {
        let size = Label(key: builder.string("bytes"), number: numbers.size, unit: .none)
        add(
            addresses, values: numbers.values(sampling, hasAllocations: hasAllocations), thread: thread,
            labels: [size], into: &builder)
    }

    /// `heap/1048576`: what was sampled, and twice the mean distance (Go), or the distance itself (the others).
    private func heapSampling(_ text: ByteView) throws(TraceError) -> HeapSampling {
        let slash = text.firstIndex(of: 0x2F)
        let name = text.prefix(slash ?? text.count)
        var sampling = HeapSampling()
        if let slash {
            let digits = text.dropFirst(slash + 1)
            sampling.rate = digits.prefix(digits.decimalDigits(from: 0)).signedDecimal ?? 1
        }
        if name == "heap" {
            sampling.isScaled = true
            sampling.rate /= 2
        } else if name == "heap_v2" || name == "heapz_v2" {
            sampling.isScaled = true
        } else if name == "heapprofile" || name.hasPrefix("growth") || name.hasPrefix("fragmentation") {
            sampling.rate = 1
        } else {
            throw lines.broken(
                "pprof-legacy.heap", "heap, heap_v2, heapz_v2, heapprofile, growth or fragmentation", name.quoted)
        }
        return sampling
    }
}

// jemalloc's heap text.
extension LegacyText {
    /// `heap_v2/RATE`, then for each stack a line `@ 0x... 0x...` and the numbers of all threads (`t*:`) and of each
    /// (`t17:`). (jemalloc's prof_data.c; threads are counted one by one where they are listed.)
    mutating func readJemalloc(into builder: inout ProfileBuilder) throws(TraceError) {
        guard let line = nextRecord() else { return }
        guard let rate = line.dropFirst(8).signedDecimal, rate > 0 else {
            throw lines.broken("pprof-legacy.heap", "heap_v2/BYTES", line.quoted)
        }
        let sampling = HeapSampling(rate: rate, isScaled: true)
        var stack: JemallocStack?
        var hasAllocations: Bool?
        while let line = nextRecord() {
            var fields = FieldCursor(line)
            if fields.skip("@") {
                finish(&stack, sampling, hasAllocations ?? false, into: &builder)
                guard let addresses = LegacyText.addresses(&fields) else {
                    stack = nil
                    try skip(line, expected: "@ 0x... 0x...", into: &builder)
                    continue
                }
                stack = JemallocStack(addresses: addresses)
            } else if fields.skip("t"), let numbers = JemallocStack.numbers(&fields) {
                if hasAllocations == nil {
                    hasAllocations = numbers.numbers.hasAllocations
                    setHeapTypes(sampling, hasAllocations: numbers.numbers.hasAllocations, into: &builder)
                }
                guard numbers.numbers.isSound else {
                    try skip(line, expected: "bytes of at least one object", into: &builder)
                    continue
                }
                if stack != nil { stack?.add(numbers) }
            } else {
                try skip(line, expected: "@ 0x... or tN: N: BYTES [N: BYTES]", into: &builder)
            }
        }
        finish(&stack, sampling, hasAllocations ?? false, into: &builder)
    }

    private mutating func finish(
        _ stack: inout JemallocStack?, _ sampling: HeapSampling, _ hasAllocations: Bool,
        into builder: inout ProfileBuilder
    ) {
        guard let done = stack else { return }
        stack = nil
        if done.threads.isEmpty, let all = done.all {
            add(all, done.addresses, sampling, hasAllocations, into: &builder)
        }
        for (thread, numbers) in done.threads {
            let id = builder.thread(ThreadInfo(threadID: thread))
            add(numbers, done.addresses, sampling, hasAllocations, thread: id, into: &builder)
        }
    }
}

/// One stack of a jemalloc profile while its lines are read.
private struct JemallocStack {
    let addresses: [UInt64]
    private(set) var all: HeapNumbers?
    private(set) var threads: [(thread: Int64, numbers: HeapNumbers)] = []

    init(addresses: [UInt64]) { self.addresses = addresses }

    mutating func add(_ row: (thread: Int64?, numbers: HeapNumbers)) {
        if let thread = row.thread { threads.append((thread, row.numbers)) } else { all = row.numbers }
    }

    /// `*: 1: 2 [3: 4]`, or a thread's number in place of the star.
    static func numbers(_ fields: inout FieldCursor) -> (thread: Int64?, numbers: HeapNumbers)? {
        let thread = fields.integer()
        guard thread != nil || fields.skip("*"), fields.skip(":"), let numbers = HeapNumbers(&fields) else {
            return nil
        }
        return (thread, numbers)
    }
}

extension Double {
    /// The whole part in 64 bits: the limit beyond them, 0 for what is no number.
    var truncatedInt64: Int64 {
        if isNaN { return 0 }
        return Int64(exactly: rounded(.towardZero)) ?? (self < 0 ? .min : .max)
    }
}
