import Foundation
import XCTest

/// The built command on a hostile trace: held to limits of time and memory, which are measured from outside.
struct LimitedRun {
    /// What hostile traces may take at most.
    static let memoryLimitMiB = 1024
    #if DEBUG
        /// A debug build is many times slower: its limit is for hangs.
        static let secondsLimit = 90.0
    #else
        static let secondsLimit = 20.0
    #endif

    /// The exit status; nil where a signal ended the command.
    let status: Int32?
    /// The signal that ended the command, 0 for none.
    let signal: Int32
    /// Seconds of processor time.
    let seconds: Double
    /// Most memory that was resident at once.
    let residentMiB: Int
    let output: String
    let errors: String

    /// Runs the command in `folder`, which gets its output files, and ends it after `wall` seconds.
    init(_ arguments: [String], in folder: ScratchFolder, wall: Double = LimitedRun.secondsLimit) throws {
        let streams = try ScratchFolder()
        let script = """
            cd "$1" && out=$2 err=$3 && shift 3 && ulimit -c 0 && ulimit -v 4194304 && exec "$@" >$out 2>$err </dev/null
            """
        let words =
            ["sh", "-c", script, "sh", folder.url.path, streams.path("out"), streams.path("err")]
            + [StackSiftCommand.binary.path] + arguments
        var process = pid_t()
        var pointers = words.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        let failure = posix_spawn(&process, "/bin/sh", nil, nil, &pointers, environ)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        var (end, usage) = (Int32(0), rusage())
        let deadline = Date().addingTimeInterval(wall)
        var residentKiB = 0
        while wait4(process, &end, WNOHANG, &usage) == 0 {
            residentKiB = max(residentKiB, LimitedRun.residentKiB(process))
            if Date() > deadline { kill(process, SIGKILL) }
            usleep(2_000)
        }
        signal = end & 0x7F
        status = signal == 0 ? (end >> 8) & 0xFF : nil
        seconds =
            Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        residentMiB = residentKiB / 1024
        output = LimitedRun.text(of: streams.path("out"))
        errors = LimitedRun.text(of: streams.path("err"))
    }

    /// The most memory of a running process so far. (What wait4 says of it includes this one's, out of which it came.)
    private static func residentKiB(_ process: pid_t) -> Int {
        let status = text(of: "/proc/\(process)/status")
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private static func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Asserts that the command ended by itself and took no more than it may.
    func checkLimits(_ what: String, file: StaticString = #filePath, line: UInt = #line) {
        XCTAssertEqual(signal, 0, "\(what): ended by signal \(signal)", file: file, line: line)
        XCTAssertLessThan(residentMiB, LimitedRun.memoryLimitMiB, what, file: file, line: line)
        XCTAssertLessThan(seconds, LimitedRun.secondsLimit, what, file: file, line: line)
    }
}

/// A trace in every form that shows something of it, by one pipeline file.
struct EveryForm {
    /// Output files by their names, as the pipeline wrote them.
    let files: [String: Data]
    let run: LimitedRun

    static let all: KeyValuePairs = [
        "info.json": "info, form: json", "top.json": "top, form: json, limit: 0", "tree.json": "tree, form: json",
        "x.folded": "folded", "x.svg": "flamegraph", "x.pb.gz": "pprof", "x.json": "json", "x.csv": "csv",
        "x.speedscope.json": "speedscope", "x.dot": "dot", "x.db": "sqlite",
    ]

    /// Writes the forms (those named in `names`, else all) of the trace at `path`.
    init(of path: String, only names: [String]? = nil) throws {
        let folder = try ScratchFolder()
        var pipeline = "version: 1\nprofiles:\n  trace: \"\(path)\"\noutputs:\n"
        for (name, form) in EveryForm.all where names?.contains(name) ?? true {
            pipeline += "  - { of: trace, as: \(form), to: \"\(name)\" }\n"
        }
        let plan = try ScratchFolder()
        try Data(pipeline.utf8).write(to: plan.url.appendingPathComponent("p.yaml"))
        run = try LimitedRun(["run", plan.path("p.yaml")], in: folder)
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            files[name] = FileManager.default.contents(atPath: folder.path(name)) ?? Data()
        }
        self.files = files
    }

    /// The object of a JSON output.
    func object(_ name: String) throws -> [String: Any] {
        try XCTUnwrap(JSONSerialization.jsonObject(with: XCTUnwrap(files[name], name)) as? [String: Any])
    }
}
