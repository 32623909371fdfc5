import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Raw tick logs, of which a node on PATH makes JSON; the lines are as Node 20 writes them.
final class RawTickLogTests: XCTestCase {
    private let raw = """
        v8-version,11,3,244,8,-node.38,0
        shared-library,/nowhere/node,0x400000,0xb71000,0
        code-creation,JS,10,5000,0x7f0000001000,256,main /src/app.js:1:1,0x3000,~
        code-creation,JS,11,5100,0x7f0000002000,256,work /src/app.js:4:15,0x3010,*
        tick,0x7f0000002010,6000,0,0x0,0,0x7f0000001020
        tick,0x7f0000002040,7000,0,0x0,0,0x7f0000001020

        """

    func testRawLogsGoThroughNode() throws {
        let profile = try readOrSkip(raw)
        XCTAssertEqual(ProfileDump.stacks(profile), ["main [/src/app.js];work [/src/app.js] {vm_state=js}": [2]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["v8log.node"])
    }

    func testWhatIsLeftOutIsSaid() throws {
        let cut = raw.replacingOccurrences(of: "/nowhere/node", with: "--plugin=x") + "tick,0x7f00000020"
        XCTAssertEqual(
            try readOrSkip(cut).diagnostics.diagnostics.map(\.code), ["v8log.node", "v8log.library", "v8log.cut"])
    }

    func testARawLogWithoutNodeSaysHowToReadIt() throws {
        for path in ["/nonexistent", "", ".", "relative:"] {
            try withPath(path) {
                XCTAssertThrowsError(try ProfileDump.read(raw)) { error in
                    XCTAssertEqual((error as? TraceError)?.code, "v8log.raw")
                    XCTAssertTrue("\(error)".contains("--preprocess"), "\(error)")
                }
            }
        }
    }

    func testOnlyWhatStacksNeedIsCopied() throws {
        let cases: [(line: String, copied: String)] = [
            ("tick,0x1,2,0,0x0,0", "tick,0x1,2,0,0x0,0"), ("tick", "tick"),
            ("script-source,1,file:///a.js,code", ""), ("heap-sample-begin,Heap,x,1", ""), ("", ""), (",", ""),
            ("shared-library,/usr/lib/libc.so.6,0x1,0x2,0", "shared-library,/usr/lib/libc.so.6,0x1,0x2,0"),
            ("shared-library,[vdso],0x1,0x2,0", "shared-library,[vdso],0x1,0x2,0"),
            ("shared-library,--plugin=/tmp/x.so,0x1,0x2,0", "shared-library,[--plugin=/tmp/x.so],0x1,0x2,0"),
            ("shared-library,@/tmp/options,0x1,0x2,0", "shared-library,[@/tmp/options],0x1,0x2,0"),
            ("shared-library,$(touch x),0x1,0x2,0", "shared-library,[$(touch x)],0x1,0x2,0"),
            ("shared-library,\\x2D-plugin=x,0x1,0x2,0", "shared-library,[\\x2D-plugin=x],0x1,0x2,0"),
            ("shared-library,/a\\n--plugin=x,0x1,0x2,0", "shared-library,[/a\\n--plugin=x],0x1,0x2,0"),
            ("shared-library,/a'b,0x1,0x2,0", "shared-library,[/a'b],0x1,0x2,0"),
            ("shared-library,", "shared-library,[]"), ("shared-library", "shared-library,[]"),
            ("\\x73hared-library,--plugin=x,0x1,0x2,0", ""), ("shared-library\\x,-x,0x1,0x2,0", ""),
        ]
        for (line, copied) in cases {
            var log = RawTickLog()
            var bytes: [UInt8] = []
            let reader = try ByteReader(source: MemorySource(Array((line + "\n").utf8)), name: "x")
            XCTAssertTrue(
                try log.copy(reader) { piece in
                    bytes += piece
                    return true
                })
            XCTAssertEqual(String(decoding: bytes, as: UTF8.self), copied.isEmpty ? "" : copied + "\n", line)
        }
    }

    /// With a node of our own that tells how it was started, and what it was given.
    func testNodeIsStartedWithNothingOfTheLog() throws {
        let folder = try scratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        try program(
            "node", in: folder,
            """
            { echo "$@"; pwd; ls; env | sort; cat; } > \(folder.path)/told
            echo '{"code":[{"name":"f","type":"CPP"}],"ticks":[{"tm":1,"vm":0,"s":[0,0]}]}'
            """)
        setenv("NODE_OPTIONS", "--require /tmp/evil.js", 1)
        defer { unsetenv("NODE_OPTIONS") }
        let profile = try withPath(folder.path) { try ProfileDump.read(raw) }
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["v8log.node", "v8log.ticks"])
        var told = try String(contentsOf: folder.appendingPathComponent("told"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let home = told.remove(at: 1)
        XCTAssertEqual(
            told.filter { !$0.hasPrefix("_=") && !$0.hasPrefix("PWD=") && !$0.hasPrefix("SHLVL=") },
            [
                "--max-old-space-size=768 --prof-process --preprocess isolate-v8.log", "isolate-v8.log", "LC_ALL=C",
                "PATH=/usr/local/bin:/usr/bin:/bin",
            ])
        XCTAssertFalse(FileManager.default.fileExists(atPath: home))
    }

    /// An `nm` of our own, where the real node looks first, tells what it is asked for.
    func testHostileNamesReachNoProgram() throws {
        let folder = try scratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["nm", "objdump", "c++filt"] {
            try program(name, in: folder, "echo \(name) \"$@\" >> \(folder.path)/told")
        }
        let hostile = [
            "--plugin=\(folder.path)/x.so", "@\(folder.path)/options", "$(touch \(folder.path)/x)", "-D",
            "`touch \(folder.path)/x`", ";touch \(folder.path)/x", "\\x2D\\x2Dplugin=x", "/lib/good.so",
        ]
        let libraries = hostile.map { "shared-library,\($0),0x400000,0xb71000,0\n" }.joined()
        let code = "code-creation,JS,11,5100,0x7f0000003000,256,$(touch \(folder.path)/x) --nm=x:4:15,0x3010,*\n"
        let log = Array((raw + libraries + "\\x73hared-library,--plugin=x,0x1,0x2,0\n" + code).utf8)
        let processor: NodeTickProcessor
        do {
            processor = try NodeTickProcessor(
                limits: InputLimits(), file: "x", tools: "\(folder.path):/usr/local/bin:/usr/bin:/bin")
        } catch { throw XCTSkip("no node here") }
        let outcome = try processor.preprocess(try ByteReader(source: MemorySource(log), name: "x"))
        XCTAssertEqual(outcome.log.renamed, hostile.count - 1)
        let told = try String(contentsOf: folder.appendingPathComponent("told"), encoding: .utf8)
        let asked = Set(told.split(separator: "\n").map { String($0.split(separator: " ").last ?? "") })
        XCTAssertTrue(asked.contains("/lib/good.so"), told)
        for name in asked { XCTAssertTrue(name.hasPrefix("/") || name.hasSuffix("]") || name.hasSuffix(")]"), name) }
        for line in told.split(separator: "\n") {
            let words = line.split(separator: " ")
            let options = words.filter { $0.hasPrefix("-") || $0.hasPrefix("@") }
            XCTAssertTrue(options.allSatisfy { ["-C", "-n", "-S", "-D", "-h"].contains($0) }, String(line))
        }
        XCTAssertFalse(FileManager.default.fileExists(atPath: "\(folder.path)/x"))
    }

    private func readOrSkip(_ text: String) throws -> Profile {
        do { return try ProfileDump.read(text) } catch let error as TraceError where error.code == "v8log.raw" {
            throw XCTSkip("no node here")
        }
    }

    private func withPath<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
        let before = ProcessInfo.processInfo.environment["PATH"] ?? ""
        setenv("PATH", path, 1)
        defer { setenv("PATH", before, 1) }
        return try body()
    }

    private func scratch() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rawticks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func program(_ name: String, in folder: URL, _ script: String) throws {
        let file = folder.appendingPathComponent(name)
        try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
}
