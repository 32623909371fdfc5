import CDemangle
import StackModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Names out of symbols, by the demanglers of GNU libiberty (C++, Rust) and of the Swift runtime.
///
/// Symbols are hostile input: none longer than 4 KiB is looked at, and no name becomes longer than 16 KiB. (libiberty
/// itself gives up on C++ symbols of more than about 1 KiB.)
enum Demangler {
    private static let longestSymbol = 4096
    private static let longestName = 16384

    /// The name of a C++ or Rust symbol; nil where it is none. What linkers put behind it (`@plt`, `@@GLIBCXX_3.4`)
    /// stays there.
    static func native(_ symbol: ByteView, isRust: Bool) -> [UInt8]? {
        let end = symbol.firstIndex(of: 0x40) ?? symbol.count
        return bare(symbol.prefix(end), isRust: isRust).map { $0 + symbol.dropFirst(end).bytes }
    }

    private static func bare(_ symbol: ByteView, isRust: Bool) -> [UInt8]? {
        guard let symbol = text(symbol) else { return nil }
        let name = [UInt8](unsafeUninitializedCapacity: longestName) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) { bytes in
                guard let base = bytes.baseAddress else { return 0 }
                return demangle_native(withoutExtraUnderscore(symbol), isRust ? 1 : 0, base, bytes.count)
            }
        }
        return name.isEmpty ? nil : name
    }

    /// The name of a Swift symbol; nil where it is none.
    static func swift(_ symbol: ByteView) -> [UInt8]? {
        guard let symbol = text(symbol),
            let name = swift_demangle(symbol, symbol.count - 1, nil, nil, 0)
        else { return nil }
        defer { free(name) }
        let length = strlen(name)
        guard length > 0, length <= longestName else { return nil }
        return name.withMemoryRebound(to: UInt8.self, capacity: length) {
            Array(UnsafeBufferPointer(start: $0, count: length))
        }
    }

    /// A symbol as a C string; nil where it is too long, or has a 0 in it.
    private static func text(_ symbol: ByteView) -> [CChar]? {
        guard symbol.count <= longestSymbol, symbol.firstIndex(of: 0) == nil else { return nil }
        return symbol.bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// macOS puts one more underscore in front of every symbol.
    private static func withoutExtraUnderscore(_ symbol: [CChar]) -> [CChar] {
        symbol.starts(with: [0x5F, 0x5F]) && symbol.count > 3 && (symbol[2] == 0x5A || symbol[2] == 0x52)
            ? Array(symbol.dropFirst()) : symbol
    }
}
