import StackModel
import XCTest

/// Stacks that are lists: adding them up is what adding up trees is, and their order is that of words.
final class LooseStackTests: XCTestCase {
    /// A profile of stacks that are lists; a stack of numbers stands for functions of these names, root first.
    private func profile(
        _ stacks: [[Int]], first: Int = 0, types: [ValueType] = [ValueType(name: "t", unit: "ms")], source: String = "x"
    ) -> Profile {
        var builder = ProfileBuilder(detail: .threads)
        builder.setWideValueTypes(types)
        builder.metadata.sources = [source]
        var batch = StackBatch()
        for (row, stack) in stacks.enumerated() {
            for function in stack.reversed() {
                let name = builder.string("f\(function)")
                batch.frames.append(builder.frame(Frame(function: builder.function(Function(name: name)))))
            }
            batch.endStack()
            let values = types.indices.map { Int64(first + row * 7 + $0) }
            builder.addSample(SampleKey(stack: StackID(row: row + 1)), values: values)
        }
        builder.setLooseStacks(batch)
        return builder.finish()
    }

    /// The values of each path, whether stacks are a tree or lists.
    private func content(_ profile: Profile) -> [String: [Int64]] {
        let profile = profile.withStackTree()
        var content: [String: [Int64]] = [:]
        for row in 0..<profile.samples.count {
            let path = profile.path(profile.samples.key(row).stack).map {
                profile.text(profile.functions[profile.function(of: $0)].name)
            }
            let values = profile.valueTypeIDs.map { profile.samples.value(row, of: $0) ?? 0 }
            let old = content[path.joined(separator: ";")] ?? values.map { _ in 0 }
            content[path.joined(separator: ";")] = zip(old, values).map { $0 + $1 }
        }
        return content
    }

    private let parts = [[[1, 2, 3], [1, 2], [4]], [[1, 2], [5, 6, 7, 8], []], [[4], [1, 2, 3], [9, 1, 2]]]

    func testMergingListsIsMergingTrees() throws {
        let lists = parts.enumerated().map { profile($1, first: $0 + 1) }
        let merged = try mergeProfiles(lists)
        XCTAssertTrue(merged.hasLooseStacks)
        XCTAssertEqual(merged.stacks.count, 1)
        XCTAssertEqual(merged.looseStacks.count, 6, "each stack is there once")
        let trees = try mergeProfiles(lists.map { $0.withStackTree() })
        XCTAssertFalse(trees.hasLooseStacks)
        XCTAssertEqual(content(merged), content(trees))
        for cut in 1..<lists.count {
            let halves = try [mergeProfiles(Array(lists[..<cut])), mergeProfiles(Array(lists[cut...]))]
            XCTAssertEqual(content(try mergeProfiles(halves)), content(merged), "\(cut)")
        }
    }

    func testListsAndTreesMeetInATree() throws {
        let lists = parts.enumerated().map { profile($1, first: $0 + 1) }
        let whole = content(try mergeProfiles(lists))
        for tree in lists.indices {
            let mixed = lists.indices.map { $0 == tree ? lists[$0].withStackTree() : lists[$0] }
            let merged = try mergeProfiles(mixed)
            XCTAssertFalse(merged.hasLooseStacks, "\(tree)")
            XCTAssertEqual(content(merged), whole, "\(tree)")
        }
    }

    /// What a later profile lacks, or has in a finer unit, changes the sum that was there before it.
    func testTheSumChangesItsTypesOnTheWay() throws {
        let (time, space) = (ValueType(name: "t", unit: "ms"), ValueType(name: "s", unit: "bytes"))
        let both = [profile(parts[0], types: [time, space]), profile(parts[1], types: [time, space])]
        let fine = profile(parts[2], types: [ValueType(name: "t", unit: "us")])
        let merged = try mergeProfiles(both + [fine])
        XCTAssertEqual(merged.valueTypes, [ValueType(name: "t", unit: "us")])
        var expected = content(fine)
        for (path, values) in both.flatMap({ content($0) }) {
            expected[path] = [(expected[path]?[0] ?? 0) + values[0] * 1000]
        }
        // Samples of nothing are left out.
        XCTAssertEqual(content(merged).filter { $1 != [0] }, expected.filter { $1 != [0] })
        XCTAssertThrowsError(try mergeProfiles(both + [profile([[1]], types: [ValueType(name: "u", unit: "count")])]))
    }

    func testAnErrorLeavesTheSumAsItWas() throws {
        var merger = ProfileMerger()
        try merger.add(profile(parts[0]))
        try merger.add(profile(parts[1]))
        XCTAssertThrowsError(try merger.add(profile([[1]], types: [ValueType(name: "u", unit: "count")])))
        XCTAssertEqual(content(merger.finish()), content(try mergeProfiles([profile(parts[0]), profile(parts[1])])))
        XCTAssertEqual(merger.finish().samples.count, 0, "finished, it is empty again")
    }

    /// Places against sorting the lists themselves, with enough of them for every way of sorting.
    func testPlacesAreThoseOfWords() {
        var dice = SystemRandomNumberGenerator()
        for (count, frames, depth) in [(3, 2, 3), (40, 3, 9), (700, 2, 12), (9000, 5, 7), (6000, 4000, 40)] {
            var stacks = (0..<count).map { _ in
                (0..<Int.random(in: 0...depth, using: &dice)).map { _ in Int.random(in: 1...frames, using: &dice) }
            }
            stacks += stacks.prefix(count / 3).map { Array($0.dropLast()) } + stacks.prefix(count / 4)
            // Ranks turn the order round, and one rank belongs to two frames.
            let ranks = (0...frames).map { $0 == 0 ? 0 : UInt32(max(frames - $0, 1)) }
            var batch = StackBatch()
            for stack in stacks {
                for frame in stack.reversed() { batch.frames.append(FrameID(row: frame)) }
                batch.endStack()
            }
            let words = stacks.map { $0.map { ranks[$0] } }
            let order = Set(words).sorted { $0.lexicographicallyPrecedes($1) }.filter { !$0.isEmpty }
            var places: [[UInt32]: UInt32] = [[]: 0]
            for (index, word) in order.enumerated() { places[word] = UInt32(index + 1) }
            let found = batch.places(byRanks: ranks, limit: frames + 1)
            XCTAssertEqual(found, words.map { places[$0] ?? .max }, "\(count) stacks of \(frames) frames")
        }
    }
}
