import StackModel
import TraceInput

/// One reading of clinic doctor; times are in milliseconds, `cpu` is a share of one processor.
struct DoctorReading {
    private var time = 0.0
    private var delay = 0.0
    private var cpu = 0.0
    /// In the order of `DoctorReading.memoryNames`.
    private var memory: [Double] = []
    private var handles: Int64?
    private var loopUtilization: Int64?

    private static let memoryNames = ["rss", "heap_total", "heap_used", "external", "array_buffers"]

    /// Reads a message.
    init(_ message: inout ProtobufReader) throws(TraceError) {
        while try message.next() {
            switch message.field {
            case 1: time = try message.double()
            case 2: delay = try message.double()
            case 3: cpu = try message.double()
            case 4: try readMemory(message.nested())
            case 5: handles = try message.integer()
            case 6: loopUtilization = try message.integer()
            default: try message.skip()
            }
        }
        guard time.isFinite, delay.isFinite, cpu.isFinite else { throw message.broken("numbers", "none") }
    }

    private mutating func readMemory(_ nested: ProtobufReader) throws(TraceError) {
        var message = nested
        while try message.next() {
            if message.field == memory.count + 1 { memory.append(try message.double()) } else { try message.skip() }
        }
    }

    /// Adds the processor time and the delay since the reading before as a sample, and the rest as counters.
    func add(after previous: DoctorReading?, into builder: inout ProfileBuilder) {
        let now = DoctorReading.nanoseconds(time)
        let elapsed = previous.map { max(0, time - $0.time) } ?? 0
        builder.addSample(
            SampleKey(stack: .none),
            values: [DoctorReading.nanoseconds(cpu * elapsed), DoctorReading.nanoseconds(delay)], time: now)
        for (name, bytes) in zip(DoctorReading.memoryNames, memory) where bytes.isFinite {
            builder.addReading(ValueType(name: name, unit: "bytes"), at: now, value: Int64(saturating: bytes.rounded()))
        }
        if let handles { builder.addReading(ValueType(name: "handles", unit: "count"), at: now, value: handles) }
        // Programs without the figure write it as the int32 that "not a number" becomes.
        if let loopUtilization, (0...100).contains(loopUtilization) {
            builder.addReading(
                ValueType(name: "loop_utilization", unit: "percent"), at: now, value: loopUtilization)
        }
    }

    private static func nanoseconds(_ milliseconds: Double) -> Int64 {
        Int64(saturating: (milliseconds * 1_000_000).rounded())
    }
}
