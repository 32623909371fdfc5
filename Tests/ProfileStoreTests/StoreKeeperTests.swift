import ProfileStore
import StackModel
import XCTest

/// Taking profiles out of stores, and what is left.
final class StoreKeeperTests: XCTestCase {
    private func store(_ profiles: [StoredProfile]) throws -> String {
        let path = try Fixture.folder(self) + "/x.db"
        let appender = try StoreAppender(path: path, toolVersion: "test")
        for profile in profiles { _ = try appender.add(profile, keep: .samples) }
        return path
    }

    func testARemovedProfileLeavesNothingBehind() throws {
        let path = try store(Fixture.all())
        let keeper = try StoreKeeper(path: path)
        let reader = try openForQuery(path: path)
        XCTAssertEqual(try reader.problems(), [])
        try keeper.remove([1, 2, 3, 4])
        XCTAssertEqual(try keeper.prune(), StoreKeeper.Pruned(paths: 9, functions: 6))
        for table in StoreSchema.tables where !["meta", "value_type", "chain_step"].contains(table.name) {
            XCTAssertEqual(try lines(reader, "SELECT count(*) FROM \(table.name)"), ["0"], table.name)
        }
    }

    func testPruningKeepsWhatIsUsed() throws {
        let profiles = Fixture.random(seed: 11, count: 3) + Fixture.all()
        let path = try store(profiles)
        let reader = try openForQuery(path: path)
        let kept = "SELECT * FROM stack_value WHERE profile_id IN (2, 4) ORDER BY 1, 2, 3"
        let before = try lines(reader, kept)
        let keeper = try StoreKeeper(path: path)
        try keeper.remove([1, 3, 5, 6, 7])
        XCTAssertGreaterThan(try keeper.prune().paths, 0)
        XCTAssertEqual(try keeper.prune(), StoreKeeper.Pruned())
        XCTAssertEqual(try lines(reader, kept), before)
        XCTAssertEqual(try reader.problems(), [])
        try keeper.vacuum()
        // What was pruned comes back when it is needed again, in a program that is still at work too.
        let appender = try StoreAppender(path: path, toolVersion: "test")
        guard case .added(let id) = try appender.add(profiles[0], keep: .samples) else { return XCTFail() }
        try keeper.remove([id])
        _ = try keeper.prune()
        _ = try appender.add(profiles[0], keep: .samples)
        XCTAssertEqual(try reader.problems(), [])
    }

    func testProblemsAreFound() throws {
        for (change, words) in [
            ("UPDATE stack_chain SET depth = 7 WHERE parent_id IS NOT NULL", "paths that do not go on"),
            ("UPDATE stack_chain SET functions = ''", "chains that are empty"),
            ("UPDATE stack_run SET last_stack_id = last_stack_id + 900", "values of paths that are not there"),
            ("UPDATE sample SET stack_id = 999", "samples of paths that are not there"),
            ("UPDATE function_sum SET self = self + 1", "functions whose sum is not"),
            ("UPDATE sample SET value = value + 1", "profiles whose samples do not make"),
            ("DELETE FROM function_name WHERE function_id = 1", "a row points to none"),
            ("UPDATE profile_value SET is_default = 0", "profiles without exactly one default"),
        ] {
            let path = try store(Fixture.all())
            try SQLiteConnection(path, .readWrite).run(change)
            let problems = try openForQuery(path: path).problems()
            XCTAssertTrue(problems.contains { $0.hasPrefix(words) }, "\(change): \(problems)")
        }
    }

    func testRefusals() throws {
        let folder = try Fixture.folder(self)
        XCTAssertThrowsError(try StoreKeeper(path: folder + "/absent.db"))
        XCTAssertFalse(Fixture.exists(folder + "/absent.db"))
    }
}
