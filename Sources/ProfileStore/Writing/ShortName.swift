/// A function's name without template arguments and parameters: `std::vector<int>::at(int) const` -> `std::vector::at`.
///
/// Brackets that begin a part of a name belong to it (`<module>`, `(anonymous namespace)::f`, `pkg.(*T).m`); names of
/// operators and names whose brackets do not match stay as they are.
func shortName(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var depth = 0
    var previous: UInt8 = 0
    let operatorWord = Array("operator".utf8)
    for (index, byte) in bytes.enumerated() {
        if depth == 0 {
            if byte == operatorWord[0], bytes[index...].starts(with: operatorWord) { return name }
            if (byte == 0x3C || byte == 0x28), canTakeArguments(after: previous) {
                depth = 1
            } else {
                result.append(byte)
            }
        } else if byte == 0x3C || byte == 0x28 {
            depth += 1
        } else if (byte == 0x3E && previous != 0x2D) || byte == 0x29 {
            depth -= 1
        }
        previous = byte
    }
    if depth != 0 { return name }
    let const = Array(" const".utf8)
    if result.count > const.count, result.suffix(const.count).elementsEqual(const) { result.removeLast(const.count) }
    return result.isEmpty ? name : String(decoding: result, as: UTF8.self)
}

/// Whether arguments may follow: after a letter, digit, `_`, `$`, a byte beyond ASCII, or other arguments.
private func canTakeArguments(after byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x3E, 0x80...0xFF: true
    default: false
    }
}
