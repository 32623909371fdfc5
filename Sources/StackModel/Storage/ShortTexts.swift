/// A fixed number of texts of up to 64 bytes, each in its slot, that lines are compared with eight bytes at a time. Public
/// for the reason of ByteView (docs/decisions/0010).
public struct ShortTexts: Sendable {
    /// The longest text that is held.
    public static let limit = 64

    /// Of each slot: how long its text is, the last eight bytes of it (fewer: in the upper bytes of the word), and its
    /// bytes from the first on, eight a word.
    @usableFromInline var words: [UInt64]
    @usableFromInline static let width = 2 + (64 - 1) / 8

    /// Empty slots, a power of two of them.
    public init(slots: Int) { words = [UInt64](repeating: 0, count: slots * ShortTexts.width) }

    /// The slot of the lines that end in the same eight bytes as this one.
    @inlinable
    @inline(__always)
    public func slot(of line: ByteView) -> Int {
        guard line.count >= 8 else { return 0 }
        let hash = mix(line.load(line.count &- 8), 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: hash) & (words.count / ShortTexts.width &- 1)
    }

    /// How long the text of a slot is; 0 for an empty one.
    @inlinable
    @inline(__always)
    public func count(_ slot: Int) -> Int { Int(truncatingIfNeeded: words[slot &* ShortTexts.width]) }

    /// Whether a line ends in the text of a slot; an empty slot's is no line's end.
    @inlinable
    @inline(__always)
    public func ends(_ line: ByteView, in slot: Int) -> Bool {
        precondition(slot >= 0 && slot < words.count / ShortTexts.width)
        return words.withUnsafeBufferPointer { words in
            guard let text = words.baseAddress.map({ $0 + slot &* ShortTexts.width }) else { return false }
            let count = Int(truncatingIfNeeded: text[0])
            guard count > 0, count <= line.count else { return false }
            let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
            guard (ShortTexts.lastWord(line) ^ text[1]) &>> unused == 0 else { return false }
            let first = line.count &- count
            var start = 0
            while start &+ 8 < count {
                if line.load(first &+ start) != text[2 &+ start / 8] { return false }
                start &+= 8
            }
            return true
        }
    }

    /// Whether a slot holds exactly `text`.
    @inlinable
    @inline(__always)
    public func holds(_ text: ByteView, in slot: Int) -> Bool { count(slot) == text.count && ends(text, in: slot) }

    /// Puts a text into a slot; false, and nothing done, for an empty one and one that is too long.
    public mutating func put(_ text: ByteView, into slot: Int) -> Bool {
        guard !text.isEmpty, text.count <= ShortTexts.limit else { return false }
        let place = slot * ShortTexts.width
        words[place] = UInt64(text.count)
        words[place + 1] = ShortTexts.lastWord(text)
        for start in stride(from: 0, to: text.count - 8, by: 8) { words[place + 2 + start / 8] = text.word(at: start) }
        return true
    }

    /// The last eight bytes, the very last in the uppermost byte; 0 for each that is missing.
    @inlinable
    @inline(__always)
    static func lastWord(_ text: ByteView) -> UInt64 {
        text.count >= 8 ? UInt64(littleEndian: text.load(text.count &- 8)) : shortWord(text)
    }

    @usableFromInline
    @inline(never)
    static func shortWord(_ text: ByteView) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<text.count { word = word >> 8 | UInt64(text[index]) << 56 }
        return word
    }
}
