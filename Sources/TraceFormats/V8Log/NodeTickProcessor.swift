import Glibc
import StackModel
import TraceInput

/// V8's own tick processor, which every `node` brings: a raw log names code by addresses that only it can follow.
///
/// It sees a copy of the log without names that could become options (`RawTickLog`), in a folder of its own, with no
/// input, no environment but a fixed PATH, and limits of time and output on all that it starts, such as `nm`.
struct NodeTickProcessor {
    private let node: String
    private let tools: String
    private let limits: InputLimits
    private let file: String

    /// What is known of a log beside its JSON.
    struct Outcome: ~Copyable {
        /// What node wrote: a warning where its version is not the log's, then JSON.
        var output = Column<UInt8>()
        /// What the log held.
        var log = RawTickLog()
    }

    /// The tick processor of the first `node` in an absolute folder of PATH; `tools` is where it finds `nm`.
    init(limits: InputLimits, file: String, tools: String = "/usr/local/bin:/usr/bin:/bin") throws(TraceError) {
        let folders = NodeTickProcessor.variable("PATH", orElse: "").split(separator: ":")
        let candidates = folders.filter { $0.hasPrefix("/") }.map { "\($0)/node" }
        guard let node = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw TraceError(
                code: "v8log.raw", at: SourceLocation(file: file),
                expected: "a tick log made into JSON, or node on PATH to make it", found: "V8's raw tick log",
                advice: NodeTickProcessor.advice)
        }
        self.node = node
        self.tools = tools
        self.limits = limits
        self.file = file
    }

    private static let advice = "make JSON of it where node is: node --prof-process --preprocess FILE > FILE.v8log.json"

    /// The JSON that `node --prof-process --preprocess` makes of the raw log that `reader` stands before.
    func preprocess(_ reader: ByteReader) throws(TraceError) -> Outcome {
        var template = Array("\(NodeTickProcessor.variable("TMPDIR", orElse: "/tmp"))/stacksift-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw failed("no folder for temporary files") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let path = "\(folder)/\(NodeTickProcessor.name)"
        defer {
            unlink(path)
            rmdir(folder)
        }
        var outcome = Outcome()
        guard let copy = fopen(path, "w") else { throw failed("no room for a copy of the log") }
        var size = 0
        let isWritten: Bool
        do throws(TraceError) {
            isWritten = try outcome.log.copy(reader) { piece in
                size += piece.count
                return fwrite(piece, 1, piece.count, copy) == piece.count
            }
        } catch {
            fclose(copy)
            throw error
        }
        guard fclose(copy) == 0, isWritten else { throw failed("no room for a copy of the log") }
        try run(command(in: folder, seconds: 15 + size >> 20), into: &outcome.output)
        return outcome
    }

    private static let name = "isolate-v8.log"

    private static func variable(_ name: String, orElse usual: String) -> String {
        guard let value = getenv(name), value.pointee != 0 else { return usual }
        return String(cString: value)
    }

    /// `timeout` ends whatever node has started, too.
    private func command(in folder: String, seconds: Int) -> String {
        let words = [
            "timeout", "-k", "1", "\(seconds)", "env", "-i", "PATH=\(tools)", "LC_ALL=C", node,
            "--max-old-space-size=768", "--prof-process", "--preprocess", NodeTickProcessor.name,
        ]
        let run = words.map(NodeTickProcessor.quoted).joined(separator: " ")
        return "PATH=/usr/local/bin:/usr/bin:/bin; export PATH; "
            + "cd \(NodeTickProcessor.quoted(folder)) && exec \(run) 2>/dev/null </dev/null"
    }

    /// A word for the shell, whatever is in it.
    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private func run(_ command: String, into output: inout Column<UInt8>) throws(TraceError) {
        guard let pipe = popen(command, "r") else { throw failed("no process for it") }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = fread(&chunk, 1, chunk.count, pipe)
        while count > 0, output.count <= limits.wholeFileBytes {
            ByteView.withBytes(of: chunk) { output.append($0.prefix(count)) }
            count = fread(&chunk, 1, chunk.count, pipe)
        }
        let status = pclose(pipe)
        guard output.count <= limits.wholeFileBytes else { throw limits.tooLarge(file) }
        guard status == 0, output.count > 0 else { throw failed("none: it ended with \(status >> 8 & 0xFF)") }
    }

    private func failed(_ found: String) -> TraceError {
        TraceError(
            code: "v8log.node", at: SourceLocation(file: file), expected: "JSON from node --prof-process --preprocess",
            found: found, advice: "try it with the node that wrote the log: it knows its own logs best")
    }
}
