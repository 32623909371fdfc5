import Glibc
import StackModel
import TraceInput

/// V8's own tick processor, which every `node` brings: a raw log names code by addresses that only it can follow.
///
/// The log is handed over as a copy in a folder of its own, the command is fixed, and what it runs for (with all that
/// it starts, such as `nm` for the symbols of libraries) and writes is limited.
struct NodeTickProcessor {
    private let node: String
    private let limits: InputLimits
    private let file: String

    /// The tick processor of the first `node` on PATH.
    init(limits: InputLimits, file: String) throws(TraceError) {
        let folders = NodeTickProcessor.variable("PATH", orElse: "").split(separator: ":")
        let candidates: [String] = folders.map { "\($0)/node" }
        guard let node = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw TraceError(
                code: "v8log.raw", at: SourceLocation(file: file),
                expected: "a tick log made into JSON, or node on PATH to make it", found: "V8's raw tick log",
                advice: NodeTickProcessor.advice)
        }
        self.node = node
        self.limits = limits
        self.file = file
    }

    private static let advice = "make JSON of it where node is: node --prof-process --preprocess FILE > FILE.v8log.json"

    /// The JSON that `node --prof-process --preprocess` makes of a raw log.
    func preprocess(_ log: ByteView) throws(TraceError) -> [UInt8] {
        var template = Array("\(NodeTickProcessor.variable("TMPDIR", orElse: "/tmp"))/stacksift-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw failed("no folder for temporary files") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let path = "\(folder)/isolate-v8.log"
        defer {
            unlink(path)
            rmdir(folder)
        }
        guard let copy = fopen(path, "w") else { throw failed("no room for a copy of the log") }
        let bytes = log.bytes
        let written = fwrite(bytes, 1, bytes.count, copy)
        guard fclose(copy) == 0, written == bytes.count else { throw failed("no room for a copy of the log") }
        return try output(of: command(path, seconds: 20 + bytes.count >> 20))
    }

    private static func variable(_ name: String, orElse usual: String) -> String {
        guard let value = getenv(name) else { return usual }
        return String(cString: value)
    }

    /// `timeout` ends whatever node has started, too.
    private func command(_ path: String, seconds: Int) -> String {
        let words = ["--max-old-space-size=768", "--prof-process", "--preprocess", path]
        return (["exec timeout -k 1 \(seconds)", NodeTickProcessor.quoted(node)] + words.map(NodeTickProcessor.quoted))
            .joined(separator: " ") + " 2>/dev/null </dev/null"
    }

    /// A word for the shell, whatever is in it.
    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private func output(of command: String) throws(TraceError) -> [UInt8] {
        guard let pipe = popen(command, "r") else { throw failed("no process for it") }
        var json: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = fread(&chunk, 1, chunk.count, pipe)
        while count > 0, json.count <= limits.wholeFileBytes {
            json += chunk.prefix(count)
            count = fread(&chunk, 1, chunk.count, pipe)
        }
        let status = pclose(pipe)
        guard json.count <= limits.wholeFileBytes else { throw limits.tooLarge(file) }
        guard status == 0, !json.isEmpty else { throw failed("none: it ended with \(status >> 8 & 0xFF)") }
        return json
    }

    private func failed(_ found: String) -> TraceError {
        TraceError(
            code: "v8log.node", at: SourceLocation(file: file), expected: "JSON from node --prof-process --preprocess",
            found: found, advice: "try it with the node that wrote the log: it knows its own logs best")
    }
}
