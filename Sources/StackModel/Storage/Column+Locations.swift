/// The one frame or the two of a location. Most stacks have some of either, in an order that no processor foresees, so
/// that they are taken alike.
package struct FramePair: BitwiseCopyable, Sendable {
    /// The innermost frame, and what it is inlined into; none where there is no such frame.
    package var first = FrameID.none
    package var second = FrameID.none

    /// No frames.
    package init() {}
}

extension Column where Element == FrameID {
    /// Adds the frames of the locations whose numbers stand in `list`, each of seven bits a byte, lowest first, as `pairs`
    /// has them; gives where it stopped: at the end of the list or of a piece of it, or at a number that is none of
    /// `pairs`, takes more than four bytes or is among the last eight bytes of all.
    package mutating func append(
        locations list: Range<Int>, of bytes: ByteView, as pairs: borrowing Column<FramePair>
    ) -> Int {
        precondition(list.lowerBound >= 0 && list.upperBound <= bytes.count)
        // A number takes a byte at least, and the last pair is stored whole.
        let piece = list.prefix(1 << 16)
        reserveMore(2 * piece.count + 16)
        let last = min(piece.upperBound, bytes.count - 7)
        var position = list.lowerBound
        var target = base + rows
        while position < last {
            let word = UInt64(littleEndian: bytes.load(position))
            // The last byte of each number in the word.
            var stops = ~word & 0x8080_8080_8080_8080
            let left = list.upperBound &- position
            if left < 8 { stops &= (1 &<< UInt64(truncatingIfNeeded: 8 &* left)) &- 1 }
            var start: UInt64 = 0
            while stops != 0 {
                let stop = UInt64(truncatingIfNeeded: stops.trailingZeroBitCount &+ 1)
                let length = stop &- start
                guard length <= 32 else { break }
                let sevens = (word &<< (64 &- stop)) &>> (64 &- length)
                let number = Int(
                    truncatingIfNeeded: sevens & 0x7F | sevens &>> 1 & 0x3F80 | sevens &>> 2 & 0x1F_C000
                        | sevens &>> 3 & 0xFE0_0000)
                guard number < pairs.rows else { break }
                let pair = pairs.base[number]
                guard !pair.first.isNone else { break }
                UnsafeMutableRawPointer(target).storeBytes(of: pair, as: FramePair.self)
                target += pair.second.isNone ? 1 : 2
                stops &= stops &- 1
                start = stop
            }
            position &+= Int(truncatingIfNeeded: start &>> 3)
            if stops != 0 || start == 0 { break }
        }
        rows = base.distance(to: target)
        return position
    }
}
