import ProfileAnalysis
import StackModel
import XCTest

/// Filters of samples by thread, time, event and label.
final class TransformSampleTests: XCTestCase {
    private let threads = TransformFixture.profile([
        "a 1 pid=1 tid=1 comm=server cgroup=/web/one", "b 2 pid=1 tid=2 comm=worker-7 cgroup=/web/one",
        "c 4 pid=9 tid=9 comm=client cgroup=/batch", "d 8",
    ])

    func testThreadsProcessesAndCgroups() throws {
        let cases: [(name: String, argument: String, after: [String: Int64])] = [
            ("thread", "2", ["b": 2]), ("thread", "1/2", ["b": 2]), ("thread", "^worker", ["b": 2]),
            ("tid", "9", ["c": 4]), ("process", "1", ["a": 1, "b": 2]),
            // The name of a process is its main thread's.
            ("process", "^server$", ["a": 1, "b": 2]), ("cgroup", "^/web", ["a": 1, "b": 2]),
        ]
        for test in cases {
            let result = try TransformFixture.apply(test.name, test.argument, to: threads)
            XCTAssertEqual(TransformFixture.folded(result), test.after, "\(test.name) \(test.argument)")
        }
        XCTAssertThrowsError(try TransformFixture.apply("thread", "workers", to: threads)) {
            XCTAssertEqual(($0 as? TransformError)?.advice, "near to it: worker-7")
        }
        XCTAssertThrowsError(try TransformFixture.apply("thread", "2/2", to: threads))
    }

    private let times = TransformFixture.profile([
        "a 1 @5000000000", "b 2 @5999999999", "c 4 @6000000000", "d 8 @7500000000", "e 16",
    ])

    func testTimeWindows() throws {
        let cases: [(window: String, after: [String: Int64])] = [
            ("0s..1s", ["a": 1, "b": 2]), ("..1", ["a": 1, "b": 2]), ("1s..", ["c": 4, "d": 8]),
            ("999999999ns..1000ms", ["b": 2]), ("@6s..@7.5s", ["c": 4]), ("@6s..@7.500000001s", ["c": 4, "d": 8]),
            ("0.5s..@6.1s", ["b": 2, "c": 4]), ("..0.5min", ["a": 1, "b": 2, "c": 4, "d": 8]),
        ]
        for test in cases {
            let result = try TransformFixture.apply("time", test.window, to: times)
            XCTAssertEqual(TransformFixture.folded(result), test.after, test.window)
        }
        let window = try TransformFixture.apply("time", "1s..2s", to: times)
        XCTAssertEqual(window.metadata.start, 6_000_000_000)
        XCTAssertEqual(window.metadata.duration, 1_000_000_000)
        for bad in ["", "1s", "..", "2s..1s", "1 s..", "1x..", "-1s..", "1.2.3s..", "99999999999h.."] {
            XCTAssertThrowsError(try TransformWord("time", bad).transform(), bad)
        }
        XCTAssertThrowsError(try TransformFixture.apply("time", "9s..", to: times))
        XCTAssertThrowsError(try TransformFixture.apply("time", "0s..", to: TransformFixture.profile(["a 1"]))) {
            XCTAssertEqual(($0 as? TransformError)?.code, "transform.time")
        }
    }

    func testTracesOfWhichNothingIsLeft() throws {
        let window = try [TransformWord("time", "9s..").transform()]
        let empty = try times.applying(window, whenEmpty: .emptyProfile)
        XCTAssertTrue(empty.wasEmptied)
        XCTAssertEqual(empty.valueTypes, times.valueTypes)
        XCTAssertEqual(
            empty.transformNotes.map(\.description),
            ["fixture: time \"9s..\": note: no sample is left [transform.empty]"])
        let both = try mergeProfiles([empty, times])
        XCTAssertFalse(both.wasEmptied)
        XCTAssertEqual(TransformFixture.folded(both), TransformFixture.folded(times))
        XCTAssertThrowsError(try times.applying(window)) { error in
            XCTAssertEqual((error as? TransformError)?.advice, "the profile goes from @5s to @7.5s, which is 2.5s")
        }
    }

    func testEventsOfAWideAndOfALongProfile() throws {
        let wide = try TransformFixture.apply("event", "samples", to: times)
        XCTAssertEqual(wide.valueTypes.map(\.name), ["samples"])
        XCTAssertEqual(TransformFixture.total(wide), 5)
        var builder = ProfileBuilder(detail: .stacks)
        let cycles = builder.valueType(ValueType(name: "cycles:u", unit: "count"))
        let faults = builder.valueType(ValueType(name: "page-faults", unit: "count"))
        for (type, value) in [(cycles, 5), (faults, 3)] as [(ValueTypeID, Int64)] {
            let function = builder.function(Function(name: builder.string("f\(value)")))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
            builder.addSample(SampleKey(stack: stack, valueType: type), value: value)
        }
        let long = builder.finish()
        for argument in ["page-faults", "page-faults/count", "^page"] {
            let result = try TransformFixture.apply("event", argument, to: long)
            XCTAssertEqual(TransformFixture.folded(result), ["f3": 3], argument)
            XCTAssertEqual(result.valueTypes.map(\.name), ["page-faults"])
            XCTAssertEqual(result.functions.count, 2, "what no sample uses stays behind")
        }
        XCTAssertThrowsError(try TransformFixture.apply("event", "page_fault", to: long)) {
            XCTAssertEqual(($0 as? TransformError)?.advice, "near to it: page-faults")
        }
    }

    private let tags = TransformFixture.profile([
        "a 1 bytes:=1024bytes handler=/get", "b 2 bytes:=4096bytes handler=/post", "c 4 latency:=250milliseconds",
        "d 8 n:=5 handler=/get region=eu", "e 16",
    ])

    func testTagFilters() throws {
        let cases: [(argument: String, keeps: String)] = [
            ("bytes=1kb", "a"), ("bytes=2kb:", "b"), ("bytes=:1024b", "a"),
            // As in pprof, the bare number 5 is compared with whatever the range is in.
            (":1024b", "ad"), ("1kb:4kb", "ab"), ("bytes=1024", "a"),
            ("latency=:1s", "c"), ("100ms:", "c"), ("n=5", "d"), ("n=1:9", "d"), ("handler=^/get$", "ad"),
            ("handler=post,get", "abd"), ("get,eu", "d"), ("region:e", "d"), ("/post", "b"),
        ]
        for test in cases {
            let focused = try TransformFixture.apply("tag-focus", test.argument, to: tags)
            XCTAssertEqual(TransformFixture.folded(focused).keys.sorted().joined(), test.keeps, test.argument)
            let rest = try TransformFixture.apply("tagignore", test.argument, to: tags)
            XCTAssertEqual(TransformFixture.total(focused) + TransformFixture.total(rest), 31, test.argument)
        }
        XCTAssertThrowsError(try TransformFixture.apply("tag-focus", "handler=put", to: tags))
        XCTAssertThrowsError(try TransformFixture.apply("tag-focus", "bytes=1kb:2ms", to: tags), "a pattern")
    }

    func testTagsAreShownAndHidden() throws {
        func keys(_ profile: Profile) -> Set<String> {
            Set(
                (0..<profile.labels.count).flatMap { row in
                    profile.labels[LabelSetID(row: row)].map { profile.text($0.key) }
                })
        }
        XCTAssertEqual(
            keys(try TransformFixture.apply("tag-hide", "^(n|bytes)$", to: tags)), ["handler", "latency", "region"])
        XCTAssertEqual(keys(try TransformFixture.apply("tag-show", "^n$", to: tags)), ["n"])
        XCTAssertEqual(TransformFixture.total(try TransformFixture.apply("tagshow", "none", to: tags)), 31)
    }

    func testSpansAndCountersComeAlong() throws {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        let function = builder.function(Function(name: builder.string("f")))
        let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
        for thread in 1...2 as ClosedRange<Int64> {
            let id = builder.thread(ThreadInfo(threadID: thread))
            let labels = builder.labelSet([Label(key: builder.string("request"), text: builder.string("r\(thread)"))])
            builder.addSample(SampleKey(stack: stack, thread: id, labels: labels), values: [thread], time: thread * 100)
            let name = builder.string("span\(thread)")
            builder.addReading(ValueType(name: "rss", unit: "bytes"), at: thread * 100, value: thread)
            builder.addSpan(Span(thread: id, name: name, start: thread * 100, duration: 50, labels: labels))
        }
        let profile = builder.finish()
        let cases: [(name: String, argument: String, spans: [String], readings: [Int64])] = [
            ("focus", "f", ["span1", "span2"], [1, 2]), ("rename", "span=>x", ["span1", "span2"], [1, 2]),
            ("thread", "2", ["span2"], [1, 2]), ("time", "@140ns..@200ns", [], []),
            ("time", "@140ns..@201ns", ["span1", "span2"], [2]), ("tag-focus", "request=r1", ["span1"], [1, 2]),
            ("root-label", "request", ["span1", "span2"], [1, 2]),
        ]
        for test in cases {
            let transforms = try [TransformWord(test.name, test.argument).transform()]
            let result = try profile.applying(transforms, whenEmpty: .emptyProfile)
            let names = (0..<result.spans.count).map { result.text(result.spans[$0].name) }
            XCTAssertEqual(names, test.spans, "\(test.name) \(test.argument)")
            let readings = (0..<result.counters.count).map { result.counters[$0].value }
            XCTAssertEqual(readings, test.readings, "\(test.name) \(test.argument)")
        }
        XCTAssertThrowsError(try profile.applying([TransformWord("focus", "g").transform()]))
    }

    func testLabelsAndThreadsBecomeFrames() throws {
        let root = try TransformFixture.apply("root-label", "handler,bytes", to: tags)
        XCTAssertEqual(
            TransformFixture.folded(root),
            [
                "/get;1kB;a": 1, "/post;4kB;b": 2, "unknown;unknown;c": 4, "/get;unknown;d": 8,
                "unknown;unknown;e": 16,
            ])
        let leaf = try TransformFixture.apply("tagleaf", "latency", to: tags)
        XCTAssertEqual(TransformFixture.folded(leaf)["c;250ms"], 4)
        let thread = try TransformFixture.apply("root-label", "process,tid", to: threads)
        XCTAssertEqual(TransformFixture.folded(thread)["worker-7 1;2;b"], 2)
        XCTAssertEqual(TransformFixture.folded(thread)["unknown;unknown;d"], 8)
    }
}
