import Foundation
import ProfileStore
import StackModel
import XCTest

/// Small profiles whose right figures can be counted by hand.
enum Fixture {
    /// perf-like: main -> work -> work -> leaf (recursion), with times, threads and a sample without frames.
    static func perf(detail: SampleDetail = .everything) -> Profile {
        var builder = ProfileBuilder(detail: detail)
        let cycles = builder.valueType(ValueType(name: "cycles", unit: "count"))
        let faults = builder.valueType(ValueType(name: "page-faults", unit: "count"))
        builder.metadata.format = "perf"
        builder.metadata.derivesSampleCounts = true
        var mapping = Mapping(file: builder.string("/usr/bin/app"))
        mapping.start = 0xFFFF_FFFF_8100_0000
        mapping.limit = 0xFFFF_FFFF_8200_0000
        let app = builder.mapping(mapping)
        let main = builder.frame(symbol: ByteView(literal: "main"), mapping: app, flags: .native)
        let work = builder.frame(symbol: ByteView(literal: "work<int>(char)"), mapping: app, flags: .native)
        let leaf = builder.frame(symbol: ByteView(literal: "leaf;x"), mapping: app, flags: [.native, .kernel])
        let s1 = builder.stack(parent: .none, frame: main)
        let s2 = builder.stack(parent: s1, frame: work)
        let s3 = builder.stack(parent: s2, frame: work)
        let s4 = builder.stack(parent: s3, frame: leaf)
        let app7 = ThreadInfo(processID: 5_000_000_000, threadID: 7, command: builder.string("app"))
        let thread = builder.thread(app7)
        func key(_ stack: StackID, _ type: ValueTypeID) -> SampleKey {
            SampleKey(stack: stack, thread: thread, valueType: type)
        }
        builder.addSample(key(s4, cycles), value: 10, time: 1_000_000_000)
        builder.addSample(key(s3, cycles), value: 5, time: 1_500_000_000)
        builder.addSample(key(s2, cycles), value: 3, time: 2_000_000_000)
        builder.addSample(key(s1, cycles), value: 1, time: 2_500_000_000)
        builder.addSample(key(.none, cycles), value: 100, time: 3_000_000_000)
        builder.addSample(key(s2, faults), value: 2, time: 3_500_000_000)
        builder.addSpan(Span(thread: thread, name: builder.string("request"), start: 1_000_000_000, duration: 7))
        for (time, value) in [(1_000_000_000, 5), (2_000_000_000, 9_007_199_254_740_991)] as [(Int64, Int64)] {
            builder.addReading(ValueType(name: "heap", unit: "bytes"), at: time, value: value)
        }
        builder.diagnostics.report(.warning, "perf.x", at: SourceLocation(file: "a", offset: 9, line: 2), "odd")
        return builder.finish()
    }

    /// pprof-like: two values a sample, labels, lines, broken UTF-8.
    static func pprof() -> Profile {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([
            ValueType(name: "samples", unit: "count"), ValueType(name: "cpu", unit: "nanoseconds"),
        ])
        builder.defaultValueType = ValueTypeID(2)
        builder.metadata.format = "pprof"
        let file = builder.string("/src/m.go")
        let badName1 = ByteView.withBytes(of: [0x62, 0xFF]) { builder.string($0) }
        let badName2 = ByteView.withBytes(of: [0x62, 0xFE]) { builder.string($0) }
        let module = builder.string("/build/2/app")
        let main = builder.function(Function(name: builder.string("main"), module: module, file: file))
        let bad1 = builder.function(Function(name: badName1, module: module, file: file))
        let bad2 = builder.function(Function(name: badName2, module: module, file: file))
        let f1 = builder.frame(Frame(function: main, line: 3))
        let f2 = builder.frame(Frame(function: main, line: 4))
        let f3 = builder.frame(Frame(function: bad1, line: 9))
        let f4 = builder.frame(Frame(function: bad2, line: 9))
        let s1 = builder.stack(parent: .none, frame: f1)
        let s2 = builder.stack(parent: builder.stack(parent: s1, frame: f2), frame: f3)
        let s3 = builder.stack(parent: s1, frame: f4)
        let labels = builder.labelSet([
            Label(key: builder.string("k"), text: builder.string("v")),
            Label(key: builder.string("n"), number: 7, unit: builder.string("bytes")),
        ])
        builder.addSample(SampleKey(stack: s1), values: [1, 10])
        builder.addSample(SampleKey(stack: s2, labels: labels), values: [2, 20])
        builder.addSample(SampleKey(stack: s3), values: [3, 30])
        return builder.finish()
    }

    /// pstats-like: a() calls b() 3 times and itself once.
    static func callGraph() -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        builder.metadata.format = "pstats"
        let file = builder.string("/x/m.py")
        let a = builder.function(Function(name: builder.string("a"), file: file, startLine: 1))
        let b = builder.function(Function(name: builder.string("b"), file: file, startLine: 9))
        builder.callGraph.add(a, FunctionFigures(calls: 2, primitiveCalls: 1, selfTime: 40, totalTime: 100))
        builder.callGraph.add(b, FunctionFigures(calls: 3, primitiveCalls: 3, selfTime: 60, totalTime: 60))
        let edge = FunctionFigures(calls: 3, primitiveCalls: 3, selfTime: 60, totalTime: 60)
        builder.callGraph.append(CallEdge(caller: a, callee: b, figures: edge, hasTimes: true))
        let own = FunctionFigures(calls: 1, primitiveCalls: 0, selfTime: 0, totalTime: 0)
        builder.callGraph.append(CallEdge(caller: a, callee: a, figures: own, hasTimes: false))
        return builder.finish()
    }

    /// What an estimate of `callGraph` may look like.
    static func estimate() -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        builder.metadata.stackFidelity = .estimated
        let file = builder.string("/x/m.py")
        let b = builder.function(Function(name: builder.string("b"), file: file, startLine: 9))
        let a = builder.function(Function(name: builder.string("a"), file: file, startLine: 1))
        let s1 = builder.stack(parent: .none, frame: builder.frame(Frame(function: a)))
        let s2 = builder.stack(parent: s1, frame: builder.frame(Frame(function: b)))
        builder.addSample(SampleKey(stack: s1), values: [40, 2])
        builder.addSample(SampleKey(stack: s2), values: [60, 3])
        return builder.finish()
    }

    /// All of them, as one store's content.
    static func all() -> [StoredProfile] {
        [
            StoredProfile(profile: perf(), path: "a.perf", role: "before", labels: ["commit": "abc"]),
            StoredProfile(profile: pprof(), path: "b.pb.gz", role: "after"),
            StoredProfile(profile: callGraph(), path: "c.pstats", estimated: estimate()),
            StoredProfile(profile: ProfileBuilder(detail: .everything).finish(), path: "empty"),
        ]
    }

    /// Profiles of random stacks with long chains and recursion, which share most of their paths; the same for the same
    /// seed.
    static func random(seed: UInt64, count: Int) -> [StoredProfile] {
        var state = seed
        func next(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        return (0..<count).map { number in
            var builder = ProfileBuilder(detail: .everything)
            let type = builder.valueType(ValueType(name: "cycles", unit: "count"))
            builder.metadata.format = "perf"
            let app = builder.mapping(Mapping(file: builder.string("/bin/app")))
            let thread = builder.thread(ThreadInfo(processID: 1, threadID: 2))
            for sample in 0..<120 {
                var stack = StackID.none
                // A shallow choice, then a chain that follows from it.
                let branch = next(12)
                for depth in 0..<(3 + next(40)) {
                    let name = depth < 2 ? "f\(next(3))" : "f\(branch)_\(depth % 25)"
                    let frame = ByteView.withBytes(of: name) { builder.frame(symbol: $0, mapping: app, flags: .native) }
                    stack = builder.stack(parent: stack, frame: frame)
                }
                let key = SampleKey(stack: stack, thread: thread, valueType: type)
                builder.addSample(key, value: Int64(1 + next(1000)), time: Int64(sample) * 1000)
            }
            return StoredProfile(profile: builder.finish(), path: "random \(number)")
        }
    }

    /// A new folder that the test may fill; it is gone when the test is over.
    static func folder(_ test: XCTestCase) throws -> String {
        var template = Array("/tmp/stacksift-store-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try XCTUnwrap(made)
        test.addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
        return folder
    }

    /// Whether a file is there.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Writes a file.
    static func write(_ text: String, to path: String) throws {
        let file = try XCTUnwrap(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }

    /// Writes a file.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try XCTUnwrap(fopen(path, "w"))
        XCTAssertEqual(fwrite(bytes, 1, bytes.count, file), bytes.count)
        fclose(file)
    }

    /// Reads a file.
    static func read(_ path: String) throws -> String { String(decoding: try readBytes(path), as: UTF8.self) }

    /// Reads a file.
    static func readBytes(_ path: String) throws -> [UInt8] {
        let file = try XCTUnwrap(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}

/// Rows of a question as text, values parted by `|`.
func lines(_ reader: StoreReader, _ sql: String) throws -> [String] {
    try reader.query(sql).all().map { $0.map(text).joined(separator: "|") }
}

/// The same of a database that need not be a store.
func lines(_ connection: SQLiteConnection, _ sql: String) throws -> [String] {
    let statement = try SQLiteStatement(connection, sql)
    let columns = Int32(statement.columnNames.count)
    var rows: [String] = []
    while try statement.step() {
        rows.append((0..<columns).map { text(statement.value($0)) }.joined(separator: "|"))
    }
    return rows
}

private func text(_ value: QueryValue) -> String {
    switch value {
    case .null: "-"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): "\(bytes)"
    }
}
