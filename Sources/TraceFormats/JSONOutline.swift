import StackModel
import TraceInput

/// The outermost members of a JSON text, as far as the bytes at hand go: what tells JSON formats apart.
///
/// Formats are told by their keys, never by words that may stand anywhere: a function may be called `traceEvents`.
struct JSONOutline {
    /// A key with the bytes of its value; the last value may be cut off.
    private var members: [(key: [UInt8], value: ByteView)] = []
    /// What the text is: an object, an array, or nothing of these.
    private(set) var root: JSONKind?
    /// The first element of an array, cut off where the bytes end.
    private(set) var firstElement: ByteView = .empty

    /// Looks through `head`, the first bytes of a file or all of it.
    init(_ head: ByteView) {
        var json = JSONReader(head, file: "")
        guard let kind = try? json.kind(), kind == .object || kind == .array else { return }
        root = kind
        guard (try? json.open(kind)) == true else { return }
        if kind == .array {
            firstElement = JSONOutline.value(at: &json, of: head)
            return
        }
        repeat {
            guard let key = try? json.key() else { return }
            members.append((key.bytes, .empty))
            members[members.count - 1].value = JSONOutline.value(at: &json, of: head)
        } while (try? json.more(.object)) == true
    }

    /// The value that `json` stands before; all that is left where it has no end.
    private static func value(at json: inout JSONReader, of head: ByteView) -> ByteView {
        let start = json.offset
        guard (try? json.skip()) != nil else { return head.dropFirst(start) }
        return head.slice(start, json.offset)
    }

    /// Whether there is a member of this name.
    func has(_ key: StaticString) -> Bool { value(key) != nil }

    /// The bytes of the member of this name, cut off where the bytes at hand end.
    func value(_ key: StaticString) -> ByteView? {
        members.last { member in ByteView.withBytes(of: member.key) { $0 == key } }?.value
    }

    /// Whether the member of this name has `word` somewhere in it.
    func value(_ key: StaticString, contains word: StaticString) -> Bool {
        value(key)?.firstIndex(of: ByteView(literal: word)) != nil
    }
}
