/// Protobuf messages for tests, field by field.
struct ProtobufBytes {
    private(set) var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(truncatingIfNeeded: rest)]
    }

    /// A number.
    mutating func number(_ field: UInt64, _ value: Int64) {
        bytes += ProtobufBytes.varint(field << 3) + ProtobufBytes.varint(UInt64(bitPattern: value))
    }

    /// A string, message or packed list.
    mutating func text(_ field: UInt64, _ content: [UInt8]) {
        bytes += ProtobufBytes.varint(field << 3 | 2) + ProtobufBytes.varint(UInt64(content.count)) + content
    }

    /// A message that `make` fills.
    mutating func message(_ field: UInt64, _ make: (inout ProtobufBytes) -> Void) {
        var inner = ProtobufBytes()
        make(&inner)
        text(field, inner.bytes)
    }

    /// Numbers as a packed list.
    mutating func packed(_ field: UInt64, _ values: [Int64]) {
        text(field, values.flatMap { ProtobufBytes.varint(UInt64(bitPattern: $0)) })
    }

    /// Bytes as they are.
    mutating func raw(_ content: [UInt8]) { bytes += content }
}

/// A small pprof message whose parts can be put in any order and shape.
struct PprofBytes {
    private(set) var strings = [""]
    var message = ProtobufBytes()

    /// The index of a string.
    mutating func index(_ text: String) -> Int64 {
        if let known = strings.firstIndex(of: text) { return Int64(known) }
        strings.append(text)
        return Int64(strings.count - 1)
    }

    mutating func sampleType(_ name: String, _ unit: String) {
        let (name, unit) = (index(name), index(unit))
        message.message(1) {
            $0.number(1, name)
            $0.number(2, unit)
        }
    }

    mutating func function(_ id: Int64, _ name: String, system: String = "", file: String = "") {
        let (name, system, file) = (index(name), index(system), index(file))
        message.message(5) {
            $0.number(1, id)
            $0.number(2, name)
            $0.number(3, system)
            $0.number(4, file)
        }
    }

    mutating func mapping(_ id: Int64, _ file: String) {
        let file = index(file)
        message.message(3) {
            $0.number(1, id)
            $0.number(5, file)
        }
    }

    /// A location with a line for each function, the innermost inlined call first.
    mutating func location(_ id: Int64, address: Int64 = 0, mapping: Int64 = 0, functions: [Int64]) {
        message.message(4) {
            $0.number(1, id)
            if mapping != 0 { $0.number(2, mapping) }
            $0.number(3, address)
            for (line, function) in functions.enumerated() {
                $0.message(4) {
                    $0.number(1, function)
                    $0.number(2, Int64(line + 1))
                }
            }
        }
    }

    /// A sample with packed lists; `more` adds other fields.
    mutating func sample(_ locations: [Int64], _ values: [Int64], _ more: (inout ProtobufBytes) -> Void = { _ in }) {
        message.message(2) {
            $0.packed(1, locations)
            $0.packed(2, values)
            more(&$0)
        }
    }

    /// The whole file, its strings last.
    var file: [UInt8] {
        var whole = message
        for text in strings { whole.text(6, Array(text.utf8)) }
        return whole.bytes
    }

    /// A message of one value type, functions `a`, `b`, `c` and locations of the same numbers.
    static func small() -> PprofBytes {
        var file = PprofBytes()
        file.sampleType("cpu", "nanoseconds")
        for (id, name) in [(1, "a"), (2, "b"), (3, "c")] as [(Int64, String)] {
            file.function(id, name)
            file.location(id, address: id * 16, functions: [id])
        }
        return file
    }
}
