import ProfileAnalysis
import StackModel
import XCTest

/// Filters of frames and samples by function, with pprof's meanings.
final class TransformFrameTests: XCTestCase {
    private struct Case {
        let name: String
        var argument: String?
        let before: [String]
        let after: [String: Int64]
        var line: UInt = #line
    }

    private static let orders = ["main;run;score 7", "main;run;hash!libc.so 2", "main 1", "- 4"]

    private let cases: [Case] = [
        Case(name: "focus", argument: "^score$", before: orders, after: ["main;run;score": 7]),
        Case(name: "focus", argument: "libc", before: orders, after: ["main;run;hash": 2]),
        Case(name: "ignore", argument: "libc|score", before: orders, after: ["main": 1, "-": 4]),
        Case(name: "hide", argument: "run|score", before: orders, after: ["main": 8, "main;hash": 2, "-": 4]),
        Case(name: "hide", argument: "main", before: orders, after: ["run;score": 7, "run;hash": 2, "-": 4]),
        Case(name: "show", argument: "run|hash", before: orders, after: ["run": 7, "run;hash": 2]),
        Case(name: "show-from", argument: "run", before: orders, after: ["run;score": 7, "run;hash": 2]),
        // pprof's own examples: A, B, C, B with A at the root.
        Case(name: "show-from", argument: "B", before: ["A;B;C;B 1"], after: ["B;C;B": 1]),
        Case(name: "show-from", argument: "C", before: ["A;B;C;B 1"], after: ["C;B": 1]),
        // D is the leaf.
        Case(name: "prune-from", argument: "A", before: ["D;B;C;B;A 1"], after: ["D;B;C;B;A": 1]),
        Case(name: "prune-from", argument: "B", before: ["D;B;C;B;A 1"], after: ["D;B;C;B": 1]),
        Case(name: "drop-frames", argument: "A", before: ["D;B;C;B;A 1"], after: ["D;B;C;B": 1]),
        Case(name: "drop-frames", argument: "B", before: ["D;B;C;B;A 1"], after: ["D": 1]),
        // Only whole names match, and not before the first frame that does not.
        Case(name: "drop-frames", argument: "ma|B", before: ["main;B;C 1"], after: ["main": 1]),
        Case(name: "drop-frames", argument: "main|B", before: ["main;B;C;B;D 1"], after: ["main;B;C": 1]),
        // Argument lists do not count, but for what looks like one.
        Case(name: "drop-frames", argument: "f", before: ["main;f(int,char);g 1"], after: ["main": 1]),
        Case(
            name: "drop-frames", argument: "X::operator\\(\\)", before: ["m;.X::operator()(int);g 1"], after: ["m": 1]),
        // What is inlined into a match goes with it; a match inlined into another function leaves that one.
        Case(name: "drop-frames", argument: "f", before: ["main;f;^g 1"], after: ["main": 1]),
        Case(name: "drop-frames", argument: "f", before: ["main;g;^f;h 1"], after: ["main;g": 1]),
        // Nothing but inlined lines goes before the first place without a match.
        Case(name: "drop-frames", argument: "f", before: ["g;^f;^k;h 1"], after: ["g;h": 1]),
        Case(name: "drop-frames", argument: "f", before: ["f;^g;h 1"], after: ["f;^g;h": 1]),
        Case(name: "collapse-recursion", before: ["a;b;b;b;a 3", "a;b 1"], after: ["a;b;a": 3, "a;b": 1]),
        Case(name: "rename", argument: "^(\\w)(\\w*)=>$2_$1", before: ["main;b 3"], after: ["ain_m;_b": 3]),
        Case(name: "strip", argument: "rust", before: ["a::h0123456789abcdef 1", "a 2"], after: ["a": 3]),
        Case(
            name: "drop-below", argument: "20%", before: ["a;b 8", "a;c;d 1", "a;e 1"],
            after: ["a;b": 8, "a;[other]": 2]),
    ]

    func testMeanings() throws {
        for test in cases {
            let profile = TransformFixture.profile(test.before)
            let result = try TransformFixture.apply(test.name, test.argument, to: profile)
            XCTAssertEqual(
                TransformFixture.folded(result), test.after, "\(test.name) \(test.argument ?? "")", line: test.line)
        }
    }

    func testFramesThatLoseTheirCallerAreNoLongerInlined() throws {
        let profile = TransformFixture.profile(["main;f;^g;^h 1"])
        XCTAssertEqual(TransformFixture.folded(try TransformFixture.apply("hide", "f", to: profile)), ["main;g;^h": 1])
        XCTAssertEqual(TransformFixture.folded(try TransformFixture.apply("hide", "g", to: profile)), ["main;f;^h": 1])
        XCTAssertEqual(TransformFixture.folded(try TransformFixture.apply("show-from", "g", to: profile)), ["g;^h": 1])
    }

    func testKeepFramesAreExceptions() throws {
        let profile = TransformFixture.profile(["main;rt.a;rt.b;f 1"])
        let words = [TransformWord("drop-frames", "rt\\..*"), TransformWord("keep_frames", "rt\\.a")]
        let result = try profile.applying(TransformWord.transforms(words))
        XCTAssertEqual(TransformFixture.folded(result), ["main;rt.a": 1])
        XCTAssertThrowsError(try TransformWord.transforms([TransformWord("keep-frames", "x")]))
    }

    func testSharesAreOfPathsOfFunctions() throws {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        let function = builder.function(Function(name: builder.string("f")))
        // Ten lines of one function, each too small by itself.
        for line in 1...10 {
            let frame = builder.frame(Frame(function: function, line: Int32(line)))
            builder.addSample(SampleKey(stack: builder.stack(parent: .none, frame: frame)), values: [1])
        }
        let result = try TransformFixture.apply("drop-below", "50%", to: builder.finish())
        XCTAssertEqual(TransformFixture.folded(result), ["f": 10])
    }

    func testWhatIsLeftOutIsSaid() throws {
        let profile = TransformFixture.profile(Self.orders)
        let result = try TransformFixture.apply("focus", "score", to: profile)
        XCTAssertEqual(TransformFixture.notes(result), ["3 of 4 samples left out, 50.0% of cpu (7 of 14 nanoseconds)"])
        let same = try TransformFixture.apply("ignore", "nowhere", to: profile)
        XCTAssertEqual(TransformFixture.notes(same), ["matches no function, file or module"])
    }

    func testNothingLeftIsAnErrorThatNamesWhatIsNear() throws {
        let profile = TransformFixture.profile(Self.orders)
        for name in ["focus", "show", "show-from"] {
            XCTAssertThrowsError(try TransformFixture.apply(name, "scroe_orders|Score", to: profile)) { error in
                let error = error as? TransformError
                XCTAssertEqual(error?.code, "transform.nothing", name)
                XCTAssertTrue(error?.advice?.contains("score") ?? false, "\(name): \(error?.advice ?? "")")
            }
        }
        XCTAssertThrowsError(try TransformFixture.apply("ignore", "main", to: TransformFixture.profile(["main 1"]))) {
            XCTAssertEqual(($0 as? TransformError)?.code, "transform.empty")
        }
        // A profile that is empty to begin with is no error.
        let empty = TransformFixture.profile([])
        XCTAssertEqual(try TransformFixture.apply("focus", "x", to: empty).samples.count, 0)
    }

    func testTraceFramesAreDroppedOnRequestAndBadOnesWarn() throws {
        func trace(_ drop: String, _ keep: String?) -> Profile {
            var builder = ProfileBuilder(detail: .stacks)
            builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
            builder.metadata.dropFrames = drop
            builder.metadata.keepFrames = keep
            var stack = StackID.none
            for name in ["main", "rt.a", "rt.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"] {
                let function = builder.function(Function(name: builder.string(name)))
                stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function)))
            }
            builder.addSample(SampleKey(stack: stack), values: [1])
            return builder.finish()
        }
        let pruned = try DropTraceFrames().apply(to: trace("rt\\..*", "rt\\.a"))
        XCTAssertEqual(TransformFixture.folded(pruned), ["main;rt.a": 1])
        for hostile in ["(", "(a|aa|aaa)+", "((a+)+)+"] {
            let start = ContinuousClock.now
            let same = try DropTraceFrames().apply(to: trace(hostile, nil))
            XCTAssertEqual(same.path(same.samples.key(0).stack).count, 4, hostile)
            XCTAssertEqual(same.diagnostics.diagnostics.map(\.severity), [.warning], hostile)
            XCTAssertLessThan(ContinuousClock.now - start, .seconds(5), hostile)
        }
    }
}
