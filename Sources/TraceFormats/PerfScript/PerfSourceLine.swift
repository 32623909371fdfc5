import StackModel

/// The line below a frame that `-F +srcline` prints: two blanks, then `FILE:LINE`, `??:0`, `:0` or `MODULE[ADDRESS]`, and
/// behind it ` (inlined)` where the frame is.
struct PerfSourceLine {
    /// Source file; nil where perf found none.
    var file: ByteView?
    /// Line, 1-based; 0 where perf found none.
    var line: Int32 = 0
    var isInlined = false

    /// Reads a line; nil when it is none of these.
    init?(_ text: ByteView) {
        guard text.count > 2, text[0] == 0x20, text[1] == 0x20, text[2] != 0x20 else { return nil }
        var place = text.dropFirst(2).trimmed
        if place.hasSuffix(" (inlined)") {
            isInlined = true
            place = place.prefix(place.count - 10).trimmed
        }
        if place.last == 0x29, let mark = place.firstIndex(of: ByteView(literal: " (discriminator ")) {
            place = place.prefix(mark)
        }
        if place.last == 0x5D, let open = place.lastIndex(of: 0x5B) {
            let digits = place.slice(open + 1, place.count - 1)
            if digits.hexadecimal != nil { return }
        }
        guard let colon = place.lastIndex(of: 0x3A), colon + 1 < place.count else { return nil }
        let number = place.dropFirst(colon + 1)
        guard number == "?" || number.decimal != nil else { return nil }
        if colon == 0 || place.prefix(colon) == "??" { return }
        file = place.prefix(colon)
        line = number.decimal.map { Int32(clamping: $0) } ?? 0
    }
}
