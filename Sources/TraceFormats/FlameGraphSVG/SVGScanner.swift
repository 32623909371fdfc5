import StackModel
import TraceInput

/// A tag of an SVG document.
enum SVGTag {
    case open(name: ByteView, attributes: SVGAttributes, isEmpty: Bool)
    case close(name: ByteView)
}

/// Pulls the tags out of an SVG document, in its order.
///
/// It knows as much of XML as drawings of flame graphs need: comments, CDATA, scripts and styles are passed over, an
/// internal document type (the only place where entities can be declared) is refused, nothing is ever fetched or run.
struct SVGScanner {
    private let bytes: ByteView
    private let file: String
    private var position = 0

    /// A scanner at the start of a document.
    init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// The next tag; nil at the end of the document.
    mutating func next() throws(TraceError) -> SVGTag? {
        while let start = bytes.firstIndex(of: 0x3C, from: position) {
            position = start
            let rest = bytes.dropFirst(start)
            if rest.hasPrefix("<!--") {
                try skip(past: "-->")
            } else if rest.hasPrefix("<![CDATA[") {
                try skip(past: "]]>")
            } else if rest.hasPrefix("<?") {
                try skip(past: "?>")
            } else if rest.hasPrefix("<!") {
                try skipDeclaration()
            } else {
                return try tag()
            }
        }
        return nil
    }

    /// What stands between here and the next closing tag `name`, as it is in the file; the tag is passed over.
    mutating func text(to name: StaticString) throws(TraceError) -> ByteView {
        let start = position
        var from = position
        while let end = bytes.firstIndex(of: ByteView(literal: "</"), from: from) {
            if bytes.dropFirst(end + 2).hasPrefix(name) {
                position = end
                try skip(past: ">")
                return bytes.slice(start, end)
            }
            from = end + 2
        }
        throw broken("the end of <\(name)>", "the end of the file")
    }

    /// An error at the current place.
    func broken(_ expected: String, _ found: String, code: String = "svg.syntax") -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: file, offset: position), expected: expected, found: found)
    }

    private mutating func skip(past end: StaticString) throws(TraceError) {
        guard let index = bytes.firstIndex(of: ByteView(literal: end), from: position) else {
            throw broken("\"\(end)\"", "the end of the file")
        }
        position = index + end.utf8CodeUnitCount
    }

    /// A document type may name a public DTD, which is not read; with a subset of its own it is refused.
    private mutating func skipDeclaration() throws(TraceError) {
        guard let end = bytes.firstIndex(of: 0x3E, from: position) else { throw broken("\">\"", "the end of the file") }
        if bytes.slice(position, end).firstIndex(of: 0x5B) != nil {
            throw broken(
                "a drawing without declarations of its own", "a document type that declares", code: "svg.entity")
        }
        position = end + 1
    }

    private mutating func tag() throws(TraceError) -> SVGTag {
        let start = position + 1
        guard let end = tagEnd(from: start) else { throw broken("the end of a tag", "the end of the file") }
        let inside = bytes.slice(start, end)
        position = end + 1
        if inside.first == 0x2F { return .close(name: SVGScanner.word(inside.dropFirst(1))) }
        let isEmpty = inside.last == 0x2F
        let name = SVGScanner.word(inside)
        let attributes = SVGAttributes(inside.slice(name.count, isEmpty ? inside.count - 1 : inside.count))
        if !isEmpty {
            if name == "script" { _ = try text(to: "script") }
            if name == "style" { _ = try text(to: "style") }
        }
        return .open(name: name, attributes: attributes, isEmpty: isEmpty)
    }

    /// The `>` that ends a tag: not one in quotes.
    private func tagEnd(from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x3E { return index }
            if byte == 0x22 || byte == 0x27 {
                guard let quote = bytes.firstIndex(of: byte, from: index + 1) else { return nil }
                index = quote
            }
            index += 1
        }
        return nil
    }

    /// The name at the start of a tag.
    private static func word(_ text: ByteView) -> ByteView {
        var end = 0
        while end < text.count, text[end] > 0x20, text[end] != 0x2F { end += 1 }
        return text.prefix(end)
    }
}

/// The attributes of a tag, read one after the other.
struct SVGAttributes {
    private let bytes: ByteView
    private var position = 0

    /// The attributes in the text behind a tag's name.
    init(_ bytes: ByteView) { self.bytes = bytes }

    /// The next `name="value"`, the value as it is in the file; nil at the end.
    mutating func next() -> (name: ByteView, value: ByteView)? {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        let start = position
        while position < bytes.count, bytes[position] != 0x3D { position += 1 }
        guard position < bytes.count else { return nil }
        let name = bytes.slice(start, position).trimmed
        position += 1
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27,
            let end = bytes.firstIndex(of: bytes[position], from: position + 1)
        else { return nil }
        let value = bytes.slice(position + 1, end)
        position = end + 1
        return (name, value)
    }
}

extension ByteView {
    /// Appends the window with XML's references replaced: the five named ones and numbers. Others stay as they are,
    /// since nothing can have declared them.
    func appendUnescaped(to target: inout [UInt8]) {
        var position = 0
        while let start = firstIndex(of: 0x26, from: position) {
            slice(position, start).append(to: &target)
            position = start + 1
            guard let end = firstIndex(of: 0x3B, from: start), end - start <= 10,
                let scalar = ByteView.scalar(of: slice(start + 1, end))
            else {
                target.append(0x26)
                continue
            }
            target.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            position = end + 1
        }
        dropFirst(position).append(to: &target)
    }

    /// The character of a reference, which stands between `&` and `;`.
    private static func scalar(of reference: ByteView) -> UnicodeScalar? {
        if reference == "lt" { return "<" }
        if reference == "gt" { return ">" }
        if reference == "amp" { return "&" }
        if reference == "quot" { return "\"" }
        if reference == "apos" { return "'" }
        guard reference.first == 0x23, reference.count > 1 else { return nil }
        let isHexadecimal = reference[1] | 0x20 == 0x78
        let number = isHexadecimal ? reference.dropFirst(2).hexadecimal : reference.dropFirst(1).decimal
        return number.flatMap { UInt32(exactly: $0) }.flatMap { UnicodeScalar($0) }
    }
}
