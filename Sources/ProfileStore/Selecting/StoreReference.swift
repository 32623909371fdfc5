import Glibc

/// Profiles of a store, as a word names them where a trace is taken: `store.db:commit=abc`.
package struct StoreReference: Hashable, Sendable, CustomStringConvertible {
    package var store: String
    package var selector: StoreSelector

    /// One profile of a store.
    package init(store: String, id: Int64) {
        self.store = store
        selector = StoreSelector(id: id)
    }

    /// What `word` refers to; nil where it is no `STORE:SELECTOR`: a file of that very name, or no store in front of
    /// any of its colons. Throws where the selector cannot be read.
    package init?(_ word: String) throws(SelectorError) {
        guard word.contains(":"), access(word, F_OK) != 0 else { return nil }
        for colon in word.indices where word[colon] == ":" {
            let store = String(word[..<colon])
            guard StoreOpening.isDatabase(store) else { continue }
            self.store = store
            selector = try StoreSelector.parse(String(word[word.index(after: colon)...]))
            return
        }
        return nil
    }

    /// `STORE:SELECTOR`.
    package var description: String { "\(store):\(selector)" }

    /// The profiles that are meant, each by its number.
    package func resolved() throws(StoreError) -> [StoreReference] {
        try openForQuery(path: store).profiles(selector).map { StoreReference(store: store, id: $0) }
    }
}
