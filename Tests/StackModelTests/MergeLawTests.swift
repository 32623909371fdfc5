import StackModel
import XCTest

/// Merging is associative, has the empty profile as identity, and keeps totals.
final class MergeLawTests: XCTestCase {
    /// A small profile that differs with `seed`: three functions, stacks of depth 1 to 3, two threads.
    private func profile(_ seed: Int, detail: SampleDetail = .stacks) -> Profile {
        var builder = ProfileBuilder(detail: detail)
        let type = builder.valueType(ValueType(name: "cpu", unit: "nanoseconds"))
        builder.metadata.sources = ["\(seed)"]
        for sample in 0..<7 {
            var stack = StackID.none
            for depth in 0..<(1 + (seed + sample) % 3) {
                let name = builder.string("f\((seed * 3 + sample + depth * depth) % 4)")
                let frame = builder.frame(Frame(function: builder.function(Function(name: name))))
                stack = builder.stack(parent: stack, frame: frame)
            }
            let command = builder.string(sample % 2 == 0 ? "even" : "odd")
            let thread = builder.thread(ThreadInfo(threadID: Int64(sample % 2), command: command))
            builder.addSample(
                SampleKey(stack: stack, thread: thread, valueType: type), value: Int64(seed * 10 + sample))
        }
        return builder.finish()
    }

    /// Value and count by thread name and path: what a profile says, whatever its ids are.
    private func content(_ profile: Profile) -> [String: [Int64]] {
        var content: [String: [Int64]] = [:]
        for row in 0..<profile.samples.count {
            let key = profile.samples.key(row)
            let path = profile.path(key.stack).map { profile.text(profile.functions[profile.function(of: $0)].name) }
            let command = profile.text(profile.threads[key.thread].command)
            let name = ([command] + path).joined(separator: ";")
            let old = content[name] ?? [0, 0]
            content[name] = [
                old[0] + (profile.samples.value(row, of: ValueTypeID(1)) ?? 0),
                old[1] + profile.samples.sampleCount(row),
            ]
        }
        return content
    }

    func testMergeIsAssociative() throws {
        let (a, b, c) = (profile(1), profile(2), profile(3))
        let left = try mergeProfiles([mergeProfiles([a, b]), c])
        let right = try mergeProfiles([a, mergeProfiles([b, c])])
        XCTAssertEqual(content(left), content(right))
        XCTAssertEqual(content(left), content(try mergeProfiles([a, b, c])))
        XCTAssertEqual(left.metadata.sources, right.metadata.sources)
    }

    func testTheEmptyProfileChangesNothing() throws {
        let nothing = try mergeProfiles([])
        let (a, b) = (profile(1), profile(2))
        XCTAssertEqual(content(try mergeProfiles([nothing, a])), content(a))
        XCTAssertEqual(content(try mergeProfiles([a, nothing])), content(a))
        XCTAssertEqual(content(try mergeProfiles([a, nothing, b])), content(try mergeProfiles([a, b])))
        XCTAssertEqual(try mergeProfiles([nothing, nothing]).samples.count, 0)
        // A trace without a value type is no such profile: it was read, and cannot be added up.
        var builder = ProfileBuilder(detail: .stacks)
        builder.metadata.sources = ["read"]
        let read = builder.finish()
        XCTAssertThrowsError(try mergeProfiles([a, read]))
    }

    /// The laws again, over many orders and numbers of parts.
    func testLawsOverManyProfiles() throws {
        for first in 0..<20 {
            let parts = (0..<4).map { profile(first * 7 + $0 * 3) }
            let whole = try mergeProfiles(parts)
            for cut in 1..<parts.count {
                let halves = try [mergeProfiles(Array(parts[..<cut])), mergeProfiles(Array(parts[cut...]))]
                XCTAssertEqual(content(try mergeProfiles(halves)), content(whole), "\(first), \(cut)")
            }
            let sum = parts.reduce(Int64(0)) { $0 + content($1).values.reduce(0) { $0 + $1[0] } }
            XCTAssertEqual(content(whole).values.reduce(0) { $0 + $1[0] }, sum, "\(first)")
        }
    }

    func testMergeKeepsTotals() throws {
        let parts = (1...5).map { profile($0) }
        let sum = parts.flatMap { content($0).values.map { $0[0] } }.reduce(0, +)
        let merged = content(try mergeProfiles(parts)).values.map { $0[0] }.reduce(0, +)
        XCTAssertEqual(merged, sum)
    }

    func testParentsComeBeforeChildren() throws {
        let merged = try mergeProfiles((1...4).map { profile($0) })
        for row in 1..<merged.stacks.count {
            XCTAssertLessThan(merged.stacks.parent(StackID(row: row)).row, row)
        }
    }
}
