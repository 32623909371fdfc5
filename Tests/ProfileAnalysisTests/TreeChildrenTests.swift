import StackModel
import XCTest

@testable import ProfileAnalysis

/// The children of each node, against looking for them.
final class TreeChildrenTests: XCTestCase {
    /// All trees of up to five nodes: each node below any before it.
    func testEveryTree() {
        var trees: [[Int32]] = [[-1]]
        for count in 1...5 {
            for tree in trees { check(tree) }
            trees = trees.flatMap { tree in (0..<Int32(count)).map { tree + [$0] } }
        }
        XCTAssertEqual(trees.count, 120)
    }

    private func check(_ tree: [Int32]) {
        var parents = Column<Int32>()
        for parent in tree { parents.append(parent) }
        var children = TreeChildren(parents)
        for node in tree.indices {
            let expected = tree.indices.filter { tree[$0] == node && $0 > 0 }.map(Int32.init)
            XCTAssertEqual(Array(children[node]), expected, "\(tree)")
            XCTAssertEqual(children.hasAny(node), !expected.isEmpty, "\(tree)")
        }
        // The last first, but of two the even one.
        children.sort { UInt32(10 - $0 / 2) }
        for node in tree.indices {
            let expected = tree.indices.filter { tree[$0] == node && $0 > 0 }.sorted {
                (10 - $0 / 2, $0) < (10 - $1 / 2, $1)
            }
            XCTAssertEqual(Array(children[node]), expected.map(Int32.init), "\(tree)")
        }
    }
}
