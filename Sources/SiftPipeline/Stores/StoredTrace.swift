import ProfileStore
import StackModel

/// Profiles of a store where traces are taken: `store.db:commit=abc`.
enum StoredTrace {
    /// The profiles that `word` chooses, each as a word of its own (`store.db:#12`); nil where it is no `STORE:SELECTOR`.
    static func expand(_ word: String) throws(TraceError) -> [String]? {
        guard let reference = try reference(word) else { return nil }
        let profiles: [StoreReference]
        do throws(StoreError) {
            profiles = try reference.resolved()
        } catch {
            throw TraceError(store: error, word)
        }
        if profiles.isEmpty {
            throw TraceError(
                code: "store.selector", at: SourceLocation(file: word),
                expected: "a selector that chooses profiles of the store", found: "one that chooses none",
                advice: "see them with: stacksift store list \(reference.store)")
        }
        return profiles.map(\.description)
    }

    /// The profile that a word of `expand` stands for; nil where the word is a file's name.
    static func load(_ word: String, detail: SampleDetail) throws(TraceError) -> Profile? {
        guard let reference = try reference(word), let id = reference.selector.ids.first else { return nil }
        do throws(StoreError) {
            return try openForQuery(path: reference.store).profile(id, detail: detail, name: word)
        } catch {
            throw TraceError(store: error, word)
        }
    }

    private static func reference(_ word: String) throws(TraceError) -> StoreReference? {
        do throws(SelectorError) {
            return try StoreReference(word)
        } catch {
            throw TraceError(
                code: "store.selector", at: SourceLocation(file: word), expected: error.expected,
                found: "\"\(error.found)\"")
        }
    }
}

/// The words of a command about many runs: a store by itself stands for all of its profiles.
package func wholeStores(_ words: [String]) -> [String] {
    words.map { StoreOpening.isDatabase($0) ? $0 + ":status=ok" : $0 }
}

extension TraceError {
    /// What a store said when a profile was to be read from it.
    init(store error: StoreError, _ word: String) {
        self.init(
            code: "store.profile", at: SourceLocation(file: word), expected: "a profile of a store",
            found: error.message)
    }
}
