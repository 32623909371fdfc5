import StackModel
import TraceInput

/// Gives the functions of generated scripts (bundles, TypeScript) the places and names that they have in their sources.
struct SourceMapper {
    private let index: SourceMapIndex
    private var maps: [StringID: SourceMap] = [:]
    private var placed = 0
    private var unplaced = 0

    /// A mapper that looks maps up in `index`.
    init(_ index: SourceMapIndex) { self.index = index }

    /// The profile with every function that a map knows at its original place; the raw name stays as the system name.
    func apply(to profile: Profile) -> Profile {
        var mapper = self
        var troubles = mapper.loadMaps(profile)
        return profile.replacingFrames { id, builder in
            mapper.change(profile.frames[id], profile, into: &builder)
        } finishing: { builder in
            mapper.report(to: &troubles, SourceLocation(file: profile.metadata.sources.first ?? ""))
            builder.diagnostics.absorb(troubles)
        }
    }

    private func report(to troubles: inout DiagnosticLog, _ place: SourceLocation) {
        if placed > 0 {
            troubles.report(
                .note, "sourcemap.placed", at: place, count: placed,
                "a frame has the place in its source that a source map gives")
        }
        if unplaced > 0 {
            troubles.report(
                .note, "sourcemap.missing", at: place, count: unplaced,
                "a frame of a script has no place in any of the source maps; it stays as it is")
        }
    }

    /// Reads the maps of all scripts that the profile has; says which of them cannot be read.
    private mutating func loadMaps(_ profile: Profile) -> DiagnosticLog {
        var troubles = DiagnosticLog()
        var tried = Set<StringID>()
        for row in 1..<max(profile.functions.count, 1) {
            let script = profile.functions[FunctionID(row: row)].file
            guard !script.isNone, tried.insert(script).inserted, let path = index.map(of: profile.text(script)) else {
                continue
            }
            do throws(TraceError) {
                maps[script] = try SourceMapper.map(at: path)
            } catch {
                troubles.report(
                    .warning, "sourcemap.bad", at: error.location,
                    "a source map cannot be read: expected \(error.expected), found \(error.found)")
            }
        }
        return troubles
    }

    /// The map at a path, or in the script at that path; nil for a script without one.
    private static func map(at path: String) throws(TraceError) -> SourceMap? {
        let reader = try ByteReader(path: path)
        defer { withExtendedLifetime(reader) {} }
        let bytes = try reader.readAll()
        if path.hasSuffix(".map") { return try SourceMap(bytes, file: path) }
        guard let inline = InlineSourceMap.bytes(in: bytes) else { return nil }
        var copy = Column<UInt8>()
        ByteView.withBytes(of: inline) { copy.append($0) }
        return try SourceMap(copy.view(0, copy.count), file: path)
    }

    private mutating func change(_ old: Frame, _ profile: Profile, into builder: inout ProfileBuilder) -> Frame? {
        let function = profile.functions[old.function]
        // The column of a definition, which is kept for the look-up only.
        let hasDefinition = function.startLine > 0
        let line = hasDefinition ? function.startLine : old.line
        guard let map = maps[function.file], line > 0, let place = map.place(line: line, column: old.column) else {
            if !function.file.isNone, line > 0 { unplaced += 1 }
            return hasDefinition && old.column > 0 ? moved(old, column: 0, profile, into: &builder) : nil
        }
        placed += 1
        let raw = profile.strings.bytes(function.name)
        var new = Function(
            name: builder.string(raw), systemName: builder.string(profile.strings.bytes(function.systemName)))
        if let name = originalName(raw, map, line: line, column: old.column) {
            new.systemName = new.name
            new.name = ByteView.withBytes(of: name) { builder.string($0) }
        }
        new.module = builder.string(profile.strings.bytes(function.module))
        let file = SourcePath.resolve(place.source, from: profile.strings.bytes(function.file).bytes)
        new.file = ByteView.withBytes(of: file) { builder.string($0) }
        if hasDefinition { new.startLine = place.line }
        var frame = Frame(function: builder.function(new), address: old.address, flags: old.flags)
        frame.line = hasDefinition ? executing(old.line, map, place) : place.line
        return frame
    }

    /// V8 gives the place of the parameters: `name(`, `name=x=>`, `name=function(`. The identifier before them may have
    /// a name of its own in the map.
    private func originalName(_ raw: ByteView, _ map: SourceMap, line: Int32, column: Int32) -> [UInt8]? {
        guard !raw.isEmpty, column > 0 else { return nil }
        for between in [0, "=".utf8.count, "=function".utf8.count] {
            let start = Int(column) - raw.count - between
            guard start > 0 else { return nil }
            if let name = map.name(line: line, column: Int32(clamping: start)), !name.isEmpty { return name }
        }
        return nil
    }

    /// The line that was executing, by the first piece of its generated line; 0 where that is not of this function.
    private func executing(_ line: Int32, _ map: SourceMap, _ definition: SourceMap.Place) -> Int32 {
        guard line > 0, let place = map.place(line: line, column: 0), place.source == definition.source,
            place.line >= definition.line
        else { return 0 }
        return place.line
    }

    private func moved(_ old: Frame, column: Int32, _ profile: Profile, into builder: inout ProfileBuilder) -> Frame {
        var function = profile.functions[old.function]
        function.name = builder.string(profile.strings.bytes(function.name))
        function.systemName = builder.string(profile.strings.bytes(function.systemName))
        function.module = builder.string(profile.strings.bytes(function.module))
        function.file = builder.string(profile.strings.bytes(function.file))
        var frame = old
        frame.function = builder.function(function)
        frame.mapping = .none
        frame.column = column
        return frame
    }
}
