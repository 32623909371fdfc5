import StackModel

/// What a marshalled code object says of itself; what it would do is passed over unread and never run.
package struct MarshalCode: Sendable {
    /// Bytes of the file: the function's name and its source file.
    package let name: Range<Int>
    package let file: Range<Int>
    package let line: Int64
}

/// Code objects stand in one place of a profile: pure-Python `profile`, run as a command, names what it was given by the
/// code object itself. Elsewhere whoever reads the value refuses it.
extension MarshalReader {
    /// How one version of Python lays a code object out. (CPython: Python/marshal.c, r_object, TYPE_CODE.)
    private struct Layout {
        let numbers: Int
        let fields: [Field]
    }

    private enum Field {
        case text
        case tuple
        case file
        case name
        case line
    }

    private static let layouts: [Layout] = [
        // 3.11 on: what names are local is one tuple, and a qualified name follows the name.
        Layout(
            numbers: 5,
            fields: [.text, .tuple, .tuple, .tuple, .text, .file, .name, .text, .line, .text, .text]),
        // 3.8 to 3.10, 3.0 to 3.7, and Python 2: fewer and fewer numbers in front.
        Layout(numbers: 6, fields: older), Layout(numbers: 5, fields: older), Layout(numbers: 4, fields: older),
    ]
    private static let older: [Field] = [
        .text, .tuple, .tuple, .tuple, .tuple, .tuple, .file, .name, .line, .text,
    ]

    /// Reads a code object behind its type code, by the first layout that fits. Code objects in it have the same.
    mutating func code(depth: Int) throws(TraceError) -> MarshalValue {
        if let layout = codeLayout {
            codes.append(try code(MarshalReader.layouts[layout], depth: depth))
            return .code(index: codes.count - 1)
        }
        let start = place
        for layout in MarshalReader.layouts.indices {
            codeLayout = layout
            if let code = try? code(MarshalReader.layouts[layout], depth: depth) {
                codeLayout = nil
                codes.append(code)
                return .code(index: codes.count - 1)
            }
            goBack(to: start)
        }
        throw broken(
            "marshal.type", "a number, text or tuple", "a code object of an unknown version of Python",
            advice: "nothing of it was run")
    }

    private mutating func code(_ layout: Layout, depth: Int) throws(TraceError) -> MarshalCode {
        for _ in 0..<layout.numbers { _ = try integer32() }
        var (name, file, line) = (0..<0, 0..<0, Int64(0))
        for field in layout.fields {
            if field == .line {
                line = Int64(Int32(bitPattern: try integer32()))
                continue
            }
            switch (field, try value(depth: depth + 1)) {
            case (.text, .text), (.tuple, .tuple): break
            case (.name, .text(let text)): name = text.range
            case (.file, .text(let text)): file = text.range
            default: throw broken("marshal.code", "the fields of a code object", "something else")
            }
        }
        return MarshalCode(name: name, file: file, line: line)
    }

    /// Reads what stands among the constants of code and nowhere else in a profile; nil for all other type codes.
    mutating func constant(_ type: UInt8, depth: Int) throws(TraceError) -> MarshalValue? {
        switch type {
        case 0x2E, 0x53: return MarshalValue.none  // . Ellipsis, S StopIteration
        case 0x3C, 0x3E, 0x5B: return try tuple(count: size(), depth: depth)  // < > [ set, frozenset, list
        case 0x3A: return try tuple(count: 3, depth: depth)  // : slice
        case 0x79:  // y complex
            _ = try integer64()
            _ = try integer64()
            return MarshalValue.none
        case 0x78:  // x complex as text
            _ = try textFloat()
            _ = try textFloat()
            return MarshalValue.none
        default: return nil
        }
    }
}
