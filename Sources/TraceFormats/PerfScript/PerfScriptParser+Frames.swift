import StackModel

// Frames in every shape but the ordinary one.
extension PerfScriptParser {
    /// Adds a frame to the open sample.
    mutating func add(_ frame: PerfFrame, line: ByteView, into builder: inout ProfileBuilder) {
        if frame.symbol == "(cookie)" {
            sample.cookie = frame.address
            isPlain = false
            return
        }
        if frame.isInlined || frame.module == nil {
            // What it is inlined into follows; without a module the next line may say that it is inlined.
            sample.odd.append(odd(frame, at: sample.frames.count, into: &builder))
            sample.frames.append(.none)
            return
        }
        let module = modules.find(frame.module, into: &builder)
        if let path = frame.module, line.count > 22 { modules.remember(path, module, for: line) }
        sample.frames.append(physical(frame, module, into: &builder))
    }

    /// A frame on the header's own line.
    mutating func takeHeaderFrame(_ frame: PerfFrame, into builder: inout ProfileBuilder) {
        sample.headerFrame = physical(frame, modules.find(frame.module, into: &builder), into: &builder)
    }

    private func odd(_ frame: PerfFrame, at index: Int, into builder: inout ProfileBuilder) -> PerfSample.Odd {
        let symbol = frame.isUnresolved ? builder.string("[unknown]") : builder.string(frame.symbol)
        var odd = PerfSample.Odd(index: index, symbol: symbol, isInlined: frame.isInlined)
        odd.isUnresolved = frame.isUnresolved
        if !dropsAddresses { odd.address = frame.address }
        return odd
    }

    private func physical(
        _ frame: PerfFrame, _ module: PerfModules.Entry, into builder: inout ProfileBuilder
    ) -> FrameID {
        if frame.isUnresolved {
            return dropsAddresses && frame.module != nil ? module.unresolved : unresolved(frame, module, into: &builder)
        }
        let flags = frame.isInlined ? module.flags.union(.inlined) : module.flags
        guard options.keepsAddresses || frame.isInlined else {
            return builder.frame(symbol: frame.symbol, mapping: module.id, flags: flags)
        }
        let function = builder.function(Function(name: builder.string(frame.symbol), module: module.file))
        let address = options.keepsAddresses ? frame.address : 0
        return builder.frame(Frame(function: function, mapping: module.id, address: address, flags: flags))
    }

    private func unresolved(
        _ frame: PerfFrame, _ module: PerfModules.Entry, into builder: inout ProfileBuilder
    ) -> FrameID {
        let function = builder.function(Function(name: builder.string("[unknown]"), module: module.file))
        let address = dropsAddresses ? 0 : frame.address
        return builder.frame(
            Frame(function: function, mapping: module.id, address: address, flags: module.flags.union(.unresolved)))
    }

    /// Gives the last frame the source line that stands below it.
    mutating func take(_ place: PerfSourceLine, into builder: inout ProfileBuilder) {
        let file = place.file.map { builder.string($0) } ?? .none
        if let last = sample.odd.indices.last, sample.odd[last].index == sample.frames.count - 1 {
            sample.odd[last].isInlined = sample.odd[last].isInlined || place.isInlined
            sample.odd[last].file = file
            sample.odd[last].line = place.line
            return
        }
        guard !file.isNone else { return }
        if let last = sample.frames.indices.last {
            sample.frames[last] = placed(sample.frames[last], file, place.line, into: &builder)
        } else if !sample.headerFrame.isNone {
            sample.headerFrame = placed(sample.headerFrame, file, place.line, into: &builder)
        }
    }

    private func placed(
        _ id: FrameID, _ file: StringID, _ line: Int32, into builder: inout ProfileBuilder
    ) -> FrameID {
        var frame = builder.frames[id]
        var function = builder.functions[frame.function]
        function.file = file
        frame.function = builder.function(function)
        frame.line = line
        return builder.frame(frame)
    }
}
