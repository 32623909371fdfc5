import StackModel
import TraceInput

/// What V8's tick processor may see of a raw log: the records from which stacks follow, and no name that could turn
/// into an option of a program that it runs.
///
/// The tick processor (V8's tools/tickprocessor.mjs) runs `nm` and `objdump` with the names of `shared-library` records
/// as their last word. It takes the escapes of V8's logs (`\x2D`) out of every field, the kind of record included.
struct RawTickLog {
    /// How many ticks were copied.
    private(set) var ticks = 0
    /// How many libraries were renamed.
    private(set) var renamed = 0
    /// Whether the log ends within a record, which is left out.
    private(set) var isCut = false

    /// Records that V8's tick processor makes stacks of; the others (sources, positions, timers) are many times as large.
    private static let kinds: [StaticString] = [
        "v8-version", "tick", "code-creation", "code-move", "code-delete", "sfi-move", "function-move",
    ]

    /// Gives what may be seen of the log that `reader` stands before to `write`, piece by piece.
    mutating func copy(_ reader: ByteReader, _ write: ([UInt8]) -> Bool) throws(TraceError) -> Bool {
        var lines = LineStream(reader)
        var piece: [UInt8] = []
        while let line = try lines.next() {
            isCut = !lines.isWhole
            if !isCut { append(line, to: &piece) }
            guard piece.count > 1 << 16 else { continue }
            guard write(piece) else { return false }
            piece.removeAll(keepingCapacity: true)
        }
        return write(piece)
    }

    private mutating func append(_ line: ByteView, to piece: inout [UInt8]) {
        let kind = line.prefix(line.firstIndex(of: 0x2C) ?? line.count)
        if kind == "shared-library" {
            appendLibrary(line.dropFirst(min(kind.count + 1, line.count)), to: &piece)
        } else if RawTickLog.kinds.contains(where: { kind == $0 }) {
            if kind == "tick" { ticks += 1 }
            line.append(to: &piece)
        } else {
            return
        }
        piece.append(0x0A)
    }

    /// A name in brackets is no option, no list of options (`@file`) and no file of the empty folder that node runs in.
    private mutating func appendLibrary(_ fields: ByteView, to piece: inout [UInt8]) {
        piece += "shared-library,".utf8
        let end = fields.firstIndex(of: 0x2C) ?? fields.count
        let name = fields.prefix(end)
        if RawTickLog.isSound(name) {
            name.append(to: &piece)
        } else {
            renamed += 1
            piece.append(0x5B)
            name.append(to: &piece)
            piece.append(0x5D)
        }
        fields.dropFirst(end).append(to: &piece)
    }

    /// Whether a name is an absolute path, or the kernel's (`[vdso]`), in characters that mean nothing else to anybody.
    private static func isSound(_ name: ByteView) -> Bool {
        guard name.first == 0x2F || name.first == 0x5B else { return false }
        for index in 0..<name.count {
            let byte = name[index]
            if byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x27 || byte == 0x5C || byte == 0x60 {
                return false
            }
        }
        return true
    }
}
