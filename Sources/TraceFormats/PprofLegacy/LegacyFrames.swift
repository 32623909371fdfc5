import StackModel

/// A name that a legacy text gives to an address.
struct LegacySymbol {
    var name: ByteView
    var file = ByteView.empty
    var line: Int32 = 0
}

/// Makes frames of addresses, by the names and mappings that the profile itself has.
struct LegacyFrames {
    private let mappings: LegacyMappings
    private var symbols: [UInt64: [LegacySymbol]] = [:]
    private var frames: [UInt64: [FrameID]] = [:]
    /// Whether addresses are mere numbers of names, as in Java's profiles.
    var numbersNames = false
    /// Whether the leaf, too, is an address that a call returns to: so where the program itself took the stack (heap,
    /// contention, goroutines), not where a signal interrupted it (CPU, threads).
    var leafIsCall = false

    /// Frames of addresses in `mappings`.
    init(_ mappings: LegacyMappings) { self.mappings = mappings }

    /// Names an address; several names are calls inlined into one another, innermost first. The first naming counts.
    mutating func name(_ address: UInt64, _ names: [LegacySymbol]) {
        if symbols[address] == nil { symbols[address] = names }
    }

    /// The stack of addresses, leaf first. From return addresses one is taken off, to be within the call.
    mutating func stack(_ addresses: [UInt64], into builder: inout ProfileBuilder) -> StackID {
        var stack = StackID.none
        for index in stride(from: addresses.count - 1, through: 0, by: -1) {
            let isExact = numbersNames || index == 0 && !leafIsCall || addresses[index] == 0
            let address = isExact ? addresses[index] : addresses[index] - 1
            for frame in frames(at: address, into: &builder).reversed() {
                stack = builder.stack(parent: stack, frame: frame)
            }
        }
        return stack
    }

    private mutating func frames(at address: UInt64, into builder: inout ProfileBuilder) -> [FrameID] {
        if let known = frames[address] { return known }
        let mapping = mappings.mapping(of: address)
        let made: [FrameID]
        if let names = symbols[address], !names.isEmpty {
            made = names.indices.map { index in
                frame(names[index], address, mapping, isInlined: index < names.count - 1, into: &builder)
            }
        } else {
            made = [unresolved(address, mapping, into: &builder)]
        }
        frames[address] = made
        return made
    }

    private func frame(
        _ symbol: LegacySymbol, _ address: UInt64, _ mapping: MappingID, isInlined: Bool,
        into builder: inout ProfileBuilder
    ) -> FrameID {
        var function = Function(name: builder.string(symbol.name))
        function.file = builder.string(symbol.file)
        function.module = builder.mappings[mapping].file
        var frame = Frame(function: builder.function(function), mapping: mapping, line: symbol.line)
        frame.address = numbersNames ? 0 : address
        frame.flags = PerfModule.flags(builder.mappings[mapping].kind)
        if isInlined { frame.flags.insert(.inlined) }
        return builder.frame(frame)
    }

    private func unresolved(
        _ address: UInt64, _ mapping: MappingID, into builder: inout ProfileBuilder
    ) -> FrameID {
        let name = builder.string("0x" + String(address, radix: 16))
        let function = builder.function(Function(name: name, module: builder.mappings[mapping].file))
        var frame = Frame(function: function, mapping: mapping, address: address)
        frame.flags = PerfModule.flags(builder.mappings[mapping].kind).union(.unresolved)
        return builder.frame(frame)
    }
}
