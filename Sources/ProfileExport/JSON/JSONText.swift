import StackModel

/// Builds one JSON text, with names as raw as JSON allows: invalid UTF-8 reads as U+FFFD.
package struct JSONText {
    /// The text so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text.
    package init() {}

    /// Opens an object or array with `{` or `[`.
    package mutating func open(_ bracket: Character) {
        separate()
        bytes.append(contentsOf: String(bracket).utf8)
        needsComma = false
    }

    /// Closes the innermost object or array.
    package mutating func close(_ bracket: Character) {
        bytes.append(contentsOf: String(bracket).utf8)
        needsComma = true
    }

    /// Writes a key.
    package mutating func key(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a text.
    package mutating func string(_ text: String) {
        separate()
        bytes.append(0x22)
        for byte in text.utf8 { bytes.appendJSON(byte) }
        bytes.append(0x22)
        needsComma = true
    }

    /// Writes a name.
    package mutating func string(_ name: ByteView) { string(name.text) }

    /// Writes a whole number, exactly.
    package mutating func number(_ value: Int64) {
        separate()
        bytes.append(decimal: value)
        needsComma = true
    }

    /// Writes a number; null where it is none.
    package mutating func number(_ value: Double) { raw(value.isFinite ? String(value) : "null") }

    /// Writes a truth value.
    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes null.
    package mutating func null() { raw("null") }

    /// Writes a key and a text, null where there is none.
    package mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a key and a whole number, null where there is none.
    package mutating func member(_ name: String, _ value: Int64?) {
        key(name)
        if let value { number(value) } else { null() }
    }

    /// Writes a line break between members, for files that people open.
    package mutating func newline() {
        bytes.append(contentsOf: needsComma ? [0x2C, 0x0A] : [0x0A])
        needsComma = false
    }

    /// Hands on what there is once it is much, for texts that are not to be held in memory; all of it when `isLast`.
    package mutating func flush(to sink: inout ByteSink, isLast: Bool = false) {
        guard isLast || bytes.count >= 1 << 15 else { return }
        sink.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }
}
