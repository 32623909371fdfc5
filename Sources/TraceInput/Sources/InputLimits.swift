import StackModel

/// Limits that keep hostile inputs from taking the machine; each but the last has an option of the command line.
package struct InputLimits: Sendable {
    /// Largest decompressed size of a format that is read whole (JSON, protobuf, marshal): `--max-size`.
    package var wholeFileBytes = 512 << 20
    /// Longest line of a text format: `--max-line`.
    package var lineBytes = 64 << 20
    /// Most frames of one stack: `--max-depth`.
    package var stackDepth = 4 << 20
    /// Most rows of the tree of all stacks of one file, about 40 bytes each: `--max-stacks`.
    package var stackRows = 16 << 20
    /// How many codecs may be nested.
    package var codecDepth = 4

    /// The limits that hold when nothing is asked for.
    package init() {}
}

extension InputLimits {
    /// The error of a file that is too large to be read whole.
    package func tooLarge(_ name: String) -> TraceError {
        TraceError(
            code: "input.size", at: SourceLocation(file: name),
            expected: "at most \(wholeFileBytes >> 20) MiB after decompression", found: "more",
            advice: "raise the limit with --max-size if the file is to be trusted")
    }

    /// The error of a line that is too long.
    func tooLong(at place: SourceLocation) -> TraceError {
        TraceError(
            code: "input.line.length", at: place, expected: "a line of at most \(lineBytes >> 20) MiB",
            found: "a longer one", advice: "raise the limit with --max-line if the file is to be trusted")
    }

    /// The error of a stack with more frames than are allowed.
    package func tooDeep(at place: SourceLocation) -> TraceError {
        TraceError(
            code: "input.depth", at: place, expected: "at most \(stackDepth) frames in a stack", found: "more",
            advice: "raise the limit with --max-depth if the file is to be trusted")
    }

    /// The error of a tree of stacks that is larger than is allowed.
    package func tooManyStacks(at place: SourceLocation) -> TraceError {
        TraceError(
            code: "input.stacks", at: place, expected: "at most \(stackRows) stacks and parts of stacks",
            found: "more", advice: "raise the limit with --max-stacks if the file is to be trusted")
    }
}
