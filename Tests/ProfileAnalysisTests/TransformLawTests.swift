import ProfileAnalysis
import StackModel
import XCTest

/// What holds for transforms whatever the profile.
final class TransformLawTests: XCTestCase {
    /// A profile with recursion, inlining, threads, times and labels that differs with `seed`.
    private func profile(_ seed: UInt64) -> Profile {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let names = ["main", "run", "score", "hash!libc", "rt.poll!libc", "alloc<int>", "free.cold"]
        let lines = (0..<60).map { index -> String in
            let depth = next(6)
            let path = (0..<depth).map { level in (level > 0 && next(4) == 0 ? "^" : "") + names[next(names.count)] }
            let labels = next(2) == 0 ? " bytes:=\(1 << next(14))bytes" : " handler=/h\(next(3))"
            let stack = path.isEmpty ? "-" : path.joined(separator: ";")
            return "\(stack) \(1 + next(100)) tid=\(next(3)) comm=c\(next(2)) @\(1000 + index * 10)\(labels)"
        }
        return TransformFixture.profile(lines)
    }

    /// An argument for every transform; nil when it takes none.
    private let arguments: [(name: String, argument: String?)] = [
        ("drop-frames", "rt.poll|score"), ("time", "@1100ns..@1500ns"), ("process", "c1"), ("thread", "1"),
        ("event", "cpu"), ("root-label", "handler"), ("leaf-label", "thread"), ("demangle", nil),
        ("strip", nil),
        ("rename", "h=>k"), ("focus", "score|libc"), ("ignore", "score"), ("hide", "run|libc"), ("show", "main|score"),
        ("show-from", "run"), ("tag-focus", "bytes=1kb:"), ("tag-ignore", "handler=h1"), ("tag-show", "bytes"),
        ("tag-hide", "bytes"), ("prune-from", "run"), ("collapse-recursion", nil), ("drop-below", "5%"),
    ]

    func testTotalsAreKeptWhereTheCatalogueSaysSo() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let before = profile(seed)
            for (name, argument) in arguments {
                let after = try TransformFixture.apply(name, argument, to: before)
                let kept = TransformCatalogue.descriptor(named: name)?.keepsTotals ?? false
                let total = TransformFixture.total(after)
                if kept { XCTAssertEqual(total, TransformFixture.total(before), "\(name), seed \(seed)") }
                XCTAssertLessThanOrEqual(total, TransformFixture.total(before))
                if total < TransformFixture.total(before) {
                    XCTAssertFalse(TransformFixture.notes(after).isEmpty, "\(name) says what it left out")
                }
            }
        }
    }

    func testApplyingTwiceIsApplyingOnce() throws {
        // drop-frames spares the frames above the first that does not match; what that is may change with inlined ones.
        let twice: Set = ["drop-frames", "root-label", "leaf-label", "rename", "drop-below"]
        for seed in 1...10 as ClosedRange<UInt64> {
            for (name, argument) in arguments where !twice.contains(name) {
                let once = try TransformFixture.apply(name, argument, to: profile(seed))
                let again = try TransformFixture.apply(name, argument, to: once)
                XCTAssertEqual(TransformFixture.folded(once), TransformFixture.folded(again), "\(name), seed \(seed)")
            }
        }
    }

    func testFocusAndIgnorePartAProfile() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let before = profile(seed)
            for (keep, drop, argument) in [("focus", "ignore", "score"), ("tag-focus", "tag-ignore", "bytes=1kb:")] {
                var sum = TransformFixture.folded(try TransformFixture.apply(keep, argument, to: before))
                let rest = TransformFixture.folded(try TransformFixture.apply(drop, argument, to: before))
                sum.merge(rest) { $0 + $1 }
                XCTAssertEqual(sum, TransformFixture.folded(before), "\(keep), seed \(seed)")
            }
        }
    }

    func testMergingAndTransformingCommute() throws {
        let parts = (1...3).map { profile($0) }
        for (name, argument) in arguments where name != "drop-below" {
            let transform = try TransformWord(name, argument).transform()
            let first = try mergeProfiles(parts.map { try transform.apply(to: $0) })
            let last = try transform.apply(to: mergeProfiles(parts))
            XCTAssertEqual(TransformFixture.folded(first), TransformFixture.folded(last), name)
        }
    }

    func testEveryTransformHasACaseHere() {
        let tested = Set(arguments.map(\.name)).union(["keep-frames", "cgroup"])
        XCTAssertEqual(tested, Set(TransformCatalogue.all.map(\.name)))
    }

    func testParentsComeBeforeChildrenAndNothingUnusedIsKept() throws {
        for (name, argument) in arguments {
            let after = try TransformFixture.apply(name, argument, to: profile(3))
            var isUsed = [Bool](repeating: false, count: after.stacks.count)
            for row in 0..<after.samples.count { isUsed[after.samples.key(row).stack.row] = true }
            for row in isUsed.indices.reversed() where row > 0 {
                let parent = after.stacks.parent(StackID(row: row)).row
                XCTAssertLessThan(parent, row, name)
                XCTAssertTrue(isUsed[row], "\(name): a stack that no sample uses")
                isUsed[parent] = true
            }
        }
    }

    func testVeryDeepStacks() throws {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        var stack = StackID.none
        for depth in 0..<200_000 {
            let function = builder.function(Function(name: builder.string("f\(depth % 7)")))
            stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function)))
        }
        builder.addSample(SampleKey(stack: stack), values: [1])
        let deep = builder.finish()
        for (name, argument) in [
            ("hide", "f3"), ("show-from", "f6"), ("drop-frames", "f6"), ("prune-from", "f2"), ("drop-below", "1%"),
            ("collapse-recursion", nil), ("root-label", "thread"), ("rename", "f=>g"),
        ] as [(String, String?)] {
            XCTAssertEqual(try TransformFixture.apply(name, argument, to: deep).samples.count, 1, name)
        }
    }
}
