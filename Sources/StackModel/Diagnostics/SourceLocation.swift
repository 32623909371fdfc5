/// A place in an input file.
package struct SourceLocation: Hashable, Sendable {
    /// Path as the user gave it, or `<stdin>`.
    package var file: String
    /// Byte offset after decompression; nil when the trouble is with the file as a whole.
    package var offset: Int?
    /// Line and column, both 1-based, for text formats.
    package var line: Int?
    package var column: Int?

    /// A place; what is not known is nil.
    package init(file: String, offset: Int? = nil, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.offset = offset
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, or `file: byte offset` for binary formats.
    package var description: String {
        guard let line else { return offset.map { "\(file): byte \($0)" } ?? file }
        guard let column else { return "\(file):\(line)" }
        return "\(file):\(line):\(column)"
    }
}
