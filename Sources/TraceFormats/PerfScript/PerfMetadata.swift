import StackModel

/// What the `# ====` block of `perf script --header` tells.
struct PerfMetadata {
    private var host: String?
    private var commandLine: String?
    private var recordedAt: Int64?
    private var period: Int64?
    private var periodType: ValueType?
    private var comments: [String] = []

    /// Lines that are kept as comments: what the machine and the tool were.
    private static let commentKeys = ["os release", "perf version", "arch", "cpudesc", "nrcpus online"]

    /// Takes a line that begins with `#`: `# KEY : VALUE`.
    mutating func take(_ line: ByteView) {
        guard line.hasPrefix("# "), let colon = line.firstIndex(of: 0x3A) else { return }
        let key = line.slice(2, colon).trimmed.text
        let value = line.dropFirst(colon + 1).trimmed
        guard !value.isEmpty else { return }
        switch key {
        case "hostname": host = value.text
        case "cmdline": commandLine = value.text
        case "captured on": recordedAt = PerfDate.nanoseconds(value)
        case "event": takeEvent(value.text)
        case let key where PerfMetadata.commentKeys.contains(key): comments.append("\(key): \(value.text)")
        default: break
        }
    }

    /// Adds what was found to a profile.
    func apply(to builder: inout ProfileBuilder) {
        builder.metadata.host = host
        builder.metadata.commandLine = commandLine
        builder.metadata.recordedAt = recordedAt
        builder.metadata.period = period
        builder.metadata.periodType = periodType
        builder.metadata.comments = comments
        builder.metadata.modulesIdentifyFunctions = true
    }

    /// `name = EVENT, ..., { sample_period, sample_freq } = N, ..., freq = 1, ...`: the first event's distance of two
    /// samples. A frequency is one for clocks only: others are sampled at whatever period gives so many samples.
    private mutating func takeEvent(_ text: String) {
        guard period == nil, let name = PerfMetadata.value(of: "name = ", in: text),
            let number = PerfMetadata.value(of: "sample_freq } = ", in: text)
                ?? PerfMetadata.value(of: "sample_period = ", in: text),
            let count = Int64(number), count > 0
        else { return }
        let type = PerfEvents.valueType(name)
        if PerfMetadata.value(of: " freq = ", in: text) == "1" {
            guard type.unit == "nanoseconds" else { return }
            period = 1_000_000_000 / count
        } else {
            period = count
        }
        periodType = type
    }

    /// What follows `key` up to the next comma.
    private static func value(of key: String, in text: String) -> String? {
        let bytes = Array(text.utf8)
        let wanted = Array(key.utf8)
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
            let end = start + wanted.count
            if Array(bytes[start..<end]) == wanted {
                return String(decoding: bytes[end...].prefix { $0 != 0x2C }, as: UTF8.self)
            }
        }
        return nil
    }
}
