import StackModel
import TraceInput

/// Finds what a legacy text itself knows of names: Go's comments behind each stack, and Java's list at the end.
enum LegacySymbols {
    /// `#	0x4a5b6c	main.work+0x1c	/src/main.go:12` (Go, debug=1): the address within the call, one line a call;
    /// calls inlined into one another may share it. At the root Go leaves one call unnamed, always the same.
    static func readGo(_ lines: TextLines, into frames: inout LegacyFrames) {
        var lines = lines
        var root: UInt64?
        var address: UInt64?
        var names: [LegacySymbol] = []
        while let line = lines.next() {
            let named = goLine(line)
            if let address, named?.address != address {
                frames.name(address, names)
                names.removeAll()
                if named == nil, let root {
                    frames.name(root, [LegacySymbol(name: ByteView(literal: "runtime.goexit"))])
                }
            }
            address = named?.address
            if let named {
                names.append(named.symbol)
            } else if line.first != 0x23 {
                root = rootAddress(line)
            }
        }
        if let address { frames.name(address, names) }
    }

    /// The last address of a sample, within the call.
    private static func rootAddress(_ line: ByteView) -> UInt64? {
        guard line.firstIndex(of: ByteView(literal: "@ 0x")) != nil, let last = line.lastIndex(of: 0x78) else {
            return nil
        }
        return line.dropFirst(last + 1).trimmed.significantHexadecimal.flatMap { $0 > 0 ? $0 - 1 : nil }
    }

    private static func goLine(_ line: ByteView) -> (address: UInt64, symbol: LegacySymbol)? {
        guard line.first == 0x23 else { return nil }
        var fields = FieldCursor(line.dropFirst(1))
        guard let address = fields.address() else { return nil }
        let place = fields.rest
        guard let plus = place.firstIndex(of: ByteView(literal: "+0x")), plus > 0 else { return nil }
        var symbol = LegacySymbol(name: place.prefix(plus))
        let behind = place.dropFirst(plus + 3)
        (symbol.file, symbol.line) = fileAndLine(behind.dropFirst(behind.hexDigits(from: 0)).trimmed)
        return (address, symbol)
    }

    /// ` 0x0000003 com.example.Class.method (Source.java:3)`; names of the machine's own, such as `GC`, have no file.
    static func readJava(_ lines: TextLines, into frames: inout LegacyFrames) {
        var lines = lines
        while let line = lines.next() {
            var fields = FieldCursor(line)
            guard let address = fields.address(), !fields.isAtEnd else { continue }
            frames.name(address, [javaSymbol(fields.rest)])
        }
    }

    private static func javaSymbol(_ text: ByteView) -> LegacySymbol {
        if text.firstIndex(of: ByteView(literal: "generated stub/JIT")) != nil {
            return LegacySymbol(name: ByteView(literal: "STUB"))
        }
        guard text.last == 0x29, let open = text.lastIndex(of: 0x28), open > 1, text[open - 1] == 0x20 else {
            return LegacySymbol(name: text)
        }
        let inside = text.slice(open + 1, text.count - 1)
        var symbol = LegacySymbol(name: text.prefix(open).trimmed)
        (symbol.file, symbol.line) = fileAndLine(inside)
        if symbol.line == 0, symbol.file.count == inside.count { symbol.file = inside.baseName }
        return symbol
    }

    /// Splits `file:line`.
    private static func fileAndLine(_ place: ByteView) -> (ByteView, Int32) {
        guard let colon = place.lastIndex(of: 0x3A), let line = place.dropFirst(colon + 1).signedDecimal else {
            return (place, 0)
        }
        return (place.prefix(colon), Int32(clamping: max(line, 0)))
    }
}
