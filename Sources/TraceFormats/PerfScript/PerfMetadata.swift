import StackModel

/// What the `# ====` block of `perf script --header` tells.
struct PerfMetadata {
    private var host: String?
    private var commandLine: String?

    /// Takes a line that begins with `#`.
    mutating func take(_ line: ByteView) {
        let text = line.text
        if let value = PerfMetadata.value(text, of: "# hostname :") { host = value }
        if let value = PerfMetadata.value(text, of: "# cmdline :") { commandLine = value }
    }

    /// Adds what was found to a profile.
    func apply(to builder: inout ProfileBuilder) {
        builder.metadata.host = host
        builder.metadata.commandLine = commandLine
    }

    private static func value(_ line: String, of key: String) -> String? {
        guard line.hasPrefix(key) else { return nil }
        let value = line.dropFirst(key.count).drop { $0 == " " }
        return value.isEmpty ? nil : String(value)
    }
}
