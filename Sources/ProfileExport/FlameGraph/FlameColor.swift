import StackModel

/// Packed colours: 0xRRGGBB.
enum FlameColor {
    /// The root, which is no code.
    static let root: UInt32 = 0xDCDCDC

    /// The colour of a frame.
    static func color(_ palette: FlamePalette, _ name: ByteView, hash: UInt32, flags: FrameFlags) -> UInt32 {
        shade(family(palette, name, flags), hash)
    }

    /// FNV-1a, with its bits mixed at the end: the same name has the same shade everywhere.
    static func hash(_ name: ByteView) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for index in 0..<name.count { hash = (hash ^ UInt32(name[index])) &* 0x0100_0193 }
        hash ^= hash >> 16
        hash = hash &* 0x85EB_CA6B
        return hash ^ hash >> 13
    }

    /// Red where `part` (-1 ... 1) is above zero, blue below, almost white at zero.
    static func delta(_ part: Double) -> UInt32 {
        guard part != 0, part.isFinite else { return 0xE4E4E4 }
        // Even the smallest change that is shown at all must be told from none.
        let strength = 0.12 + 0.88 * min(abs(part), 1)
        let fade = UInt32(235 - 165 * strength)
        return part > 0 ? 0xFF0000 | fade << 8 | fade : (fade << 16 | (fade + 15) << 8 | 0xFF)
    }

    /// A family of colours: the darkest shade and how far each channel goes up from there.
    private struct Family {
        let red: UInt32, green: UInt32, blue: UInt32
        let redSpan: UInt32, greenSpan: UInt32, blueSpan: UInt32
        /// Whether all channels move together, so that the hue stays.
        let isOneHue: Bool

        init(_ base: UInt32, _ span: UInt32, isOneHue: Bool = true) {
            (red, green, blue) = (base >> 16 & 255, base >> 8 & 255, base & 255)
            (redSpan, greenSpan, blueSpan) = (span >> 16 & 255, span >> 8 & 255, span & 255)
            self.isOneHue = isOneHue
        }
    }

    private static let hot = Family(0xDC5A28, 0x23961E, isOneHue: false)
    private static let red = Family(0xE66464, 0x195050)
    private static let orange = Family(0xF0A032, 0x0F2832)
    private static let yellow = Family(0xD7C83C, 0x282832)
    private static let green = Family(0x5FC85A, 0x3C3246)
    private static let aqua = Family(0x50BEBE, 0x463237)
    private static let blue = Family(0x82AAEB, 0x37280F)
    private static let purple = Family(0xC38CDC, 0x23321E)
    private static let grey = Family(0xC3C3C3, 0x191919)
    private static let pale = Family(0xE1E1EB, 0x0F0F0A)
    private static let brown = Family(0xC3A078, 0x232828)
    private static let mem = Family(0x3CBE82, 0x3C3C5A, isOneHue: false)
    private static let io = Family(0x8C96E1, 0x3C321E, isOneHue: false)

    private static func shade(_ family: Family, _ hash: UInt32) -> UInt32 {
        let first = hash & 255
        let second = family.isOneHue ? first : hash >> 8 & 255
        let third = family.isOneHue ? first : hash >> 16 & 255
        let red = family.red + family.redSpan * first / 255
        let green = family.green + family.greenSpan * second / 255
        let blue = family.blue + family.blueSpan * third / 255
        return min(red, 255) << 16 | min(green, 255) << 8 | min(blue, 255)
    }

    private static func family(_ palette: FlamePalette, _ name: ByteView, _ flags: FrameFlags) -> Family {
        switch palette {
        case .hot: return hot
        case .mem: return mem
        case .io: return io
        case .red: return red
        case .green: return green
        case .blue: return blue
        case .aqua: return aqua
        case .yellow: return yellow
        case .purple: return purple
        case .orange: return orange
        case .kind: return kindFamily(flags)
        case .java, .js, .perl, .python, .rust:
            if flags.contains(.kernel) || name.hasSuffix("_[k]") { return orange }
            return languageFamily(palette, name)
        }
    }

    private static func kindFamily(_ flags: FrameFlags) -> Family {
        if flags.contains(.idle) { return pale }
        if flags.contains(.garbageCollector) { return brown }
        if flags.contains(.unresolved) { return grey }
        if flags.contains(.kernel) { return orange }
        if flags.contains(.inlined) { return aqua }
        if flags.contains(.jit) { return green }
        if flags.contains(.interpreted) { return blue }
        return hot
    }

    private static func languageFamily(_ palette: FlamePalette, _ name: ByteView) -> Family {
        switch palette {
        case .java:
            if name.hasSuffix("_[j]") { return green }
            if name.hasSuffix("_[i]") { return aqua }
            if name.has("::") { return yellow }
            return name.has("/") || name.has(".") ? green : red
        case .js:
            if name.hasSuffix("_[j]") { return name.has("/") ? green : aqua }
            if name.has("::") { return yellow }
            if name.has("/") || name.has(".js") { return green }
            return name.has(":") ? aqua : red
        case .perl:
            return name.has("::") || name.has(".pl") ? green : name.has("Perl_") ? yellow : red
        case .python:
            if name.has("site-packages") { return aqua }
            return name.has("lib/python") || name.has("<frozen") ? yellow : name.has(".py") ? green : red
        default:
            if name.has("core::") || name.has("std::") || name.has("alloc::") { return orange }
            return name.has("::") ? aqua : hot
        }
    }
}

extension ByteView {
    /// Whether `literal` stands somewhere in the name.
    fileprivate func has(_ literal: StaticString) -> Bool { firstIndex(of: ByteView(literal: literal)) != nil }
}
