import StackModel

/// Where bytes come from: a file, standard input, memory, or another source with a codec round it.
package protocol ByteSource: AnyObject {
    /// Fills the start of `buffer` and says how many bytes it wrote; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int

    /// All bytes from the very first on, those given before included, where the source can make them at once for
    /// less than piece by piece; nil where it cannot, and then reading goes on as if nothing had been asked.
    ///
    /// Throws where there are more than `limit`.
    func everything(limit: Int) throws(TraceError) -> ByteBuffer?

    /// How many bytes there are in all, where several threads may read parts of them at once; nil for all other sources.
    var divisibleSize: Int? { get }

    /// The bytes from `range.lowerBound` on, those given before included, up to `range.upperBound` or the end.
    func part(_ range: Range<Int>) -> (any ByteSource)?
}

extension ByteSource {
    package func everything(limit: Int) throws(TraceError) -> ByteBuffer? { nil }
    package var divisibleSize: Int? { nil }
    package func part(_ range: Range<Int>) -> (any ByteSource)? { nil }
}
