import StackModel

/// Where bytes come from: a file, standard input, memory, or another source with a codec round it.
package protocol ByteSource: AnyObject {
    /// Fills the start of `buffer` and says how many bytes it wrote; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int

    /// Goes back to the first byte where that is possible; false where it is not (a pipe).
    func rewind() -> Bool
}

/// Limits that keep hostile inputs from taking the machine; each has an option of the command line.
package struct InputLimits: Sendable {
    /// Largest decompressed size of a format that is read whole (JSON, protobuf, marshal).
    package var wholeFileBytes = 512 << 20
    /// Longest line of a text format.
    package var lineBytes = 64 << 20
    /// Deepest stack.
    package var stackDepth = 4 << 20
    /// How many codecs may be nested.
    package var codecDepth = 4

    /// The limits that hold when nothing is asked for.
    package init() {}
}
