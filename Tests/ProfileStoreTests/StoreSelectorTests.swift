import ProfileStore
import StackModel
import XCTest

/// Words that choose profiles of a store.
final class StoreSelectorTests: XCTestCase {
    private let profiles = [
        ProfileFacts(id: 1, labels: ["status": "ok", "commit": "a", "host": "web1"], recordedAt: 30),
        ProfileFacts(id: 2, labels: ["status": "ok", "commit": "b", "host": "web2"], recordedAt: 10),
        ProfileFacts(id: 3, labels: ["status": "ok", "commit": "b", "host": "db1"], recordedAt: 20),
        ProfileFacts(id: 4, labels: ["status": "failed", "commit": "b"]),
        ProfileFacts(id: 5, labels: ["status": "ok", "path": "x,y=z"]),
    ]

    func testChoices() throws {
        for (text, expected) in [
            ("commit=a", [1]), ("commit=b", [2, 3]), ("commit=a,commit=b", [1, 2, 3]), ("commit!=b", [1, 5]),
            ("host~web", [1, 2]), ("host~^web[2-9]$", [2]), ("host~1,commit=b", [3]), ("commit=c", []),
            ("status=failed", [4]), ("commit=b,status~.", [2, 3, 4]), ("#4", [4]), ("#1,#3", [1, 3]), ("#9", []),
            ("@latest", [1]), ("@latest~1", [3]), ("@latest~3", [5]), ("@latest~4", []), ("commit=b,@latest", [3]),
            ("@latest,commit=b", [3]), ("path=x\\,y\\=z", [5]), ("path=x\\,y=z", [5]),
        ] as [(String, [Int64])] {
            let selector = try StoreSelector.parse(text)
            XCTAssertEqual(try selector.choose(among: profiles), expected, text)
            // What is written is what was read.
            XCTAssertEqual(try StoreSelector.parse("\(selector)").choose(among: profiles), expected, "\(selector)")
        }
    }

    func testMistakes() {
        for text in [
            "", "commit", "commit=a,", "=a", "#", "#0", "#x", "@newest", "@latest~x", "@latest,@latest", "host~(", "@",
        ] {
            XCTAssertThrowsError(try StoreSelector.parse(text), text) { XCTAssertTrue($0 is SelectorError) }
        }
    }

    func testReferences() throws {
        let folder = try Fixture.folder(self)
        let store = folder + "/a:b.db"
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: store, keep: .samples)
        let reference = try XCTUnwrap(try StoreReference(store + ":role=before"))
        XCTAssertEqual(reference.store, store)
        XCTAssertEqual(try reference.resolved().map(\.description), ["\(store):#1"])
        XCTAssertEqual(try StoreReference(store + ":format~p").map { try $0.resolved().count }, 3)
        XCTAssertThrowsError(try StoreReference(store + ":nothing"))
        // A file of that very name wins, and what is no store is no reference.
        try Fixture.write("x", to: store + ":role=before")
        XCTAssertNil(try StoreReference(store + ":role=before"))
        XCTAssertNil(try StoreReference(folder + "/absent.db:role=before"))
        XCTAssertNil(try StoreReference(store))
    }
}
