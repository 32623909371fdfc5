import StackModel
import TraceInput

/// V8's profiles inside a trace: whole ones (CpuProfile) and ones in chunks (Profile, ProfileChunk).
struct ChromeProfiles {
    static let valueType = ValueType(name: "cpu", unit: "nanoseconds")

    /// Which profile a chunk belongs to: a process may record several, one for each of its workers.
    private struct Key: Hashable {
        let process: ChromeID
        let id: [UInt8]
    }

    /// The pieces of one profile, not yet read.
    private struct Pieces {
        var thread: ChromeThreadKey
        var header: JSONReader?
        var chunks: [(time: Int64, data: JSONReader)] = []
        /// Whether the thread is the one that was profiled, which `Profile` knows; chunks come from V8's own thread.
        var hasThread = false
    }

    private var pieces: [Pieces] = []
    private var rowOf: [Key: Int] = [:]

    /// Whether the trace has no profile.
    var isEmpty: Bool { pieces.isEmpty }

    /// Takes an event that carries a profile or a part of one; false for all others.
    mutating func take(_ event: ChromeEvent) throws(TraceError) -> Bool {
        if try event.isNamed("ProfileChunk") {
            // A chunk without data, and a chunk of a profile without its Profile event, are found in the wild.
            let row = try row(of: event)
            if let data = event.arguments.data { pieces[row].chunks.append((event.time ?? 0, data)) }
            return true
        }
        if try event.isNamed("Profile") {
            let row = try row(of: event)
            pieces[row].thread = event.thread
            pieces[row].hasThread = true
            pieces[row].header = event.arguments.data
            return true
        }
        guard try event.isNamed("CpuProfile") else { return false }
        var whole = Pieces(thread: event.thread, hasThread: true)
        if let data = event.arguments.data { whole.chunks.append((event.time ?? 0, data)) }
        pieces.append(whole)
        return true
    }

    private mutating func row(of event: ChromeEvent) throws(TraceError) -> Int {
        var id: [UInt8] = []
        if var place = event.id {
            let start = place.offset
            try place.skip()
            id = place.text(from: start)
        }
        let key = Key(process: event.thread.process, id: id)
        if let row = rowOf[key] { return row }
        rowOf[key] = pieces.count
        pieces.append(Pieces(thread: event.thread))
        return pieces.count - 1
    }

    /// Adds the samples of all profiles, each to its thread.
    func addSamples(
        _ threads: ChromeThreads, into builder: inout ProfileBuilder, options: ReadOptions, file: String
    ) throws(TraceError) {
        guard !isEmpty else { return }
        builder.metadata.linesIdentifyFunctions = true
        builder.metadata.derivesSampleCounts = true
        for piece in pieces {
            var tree = CPUProfileTree(refusesRepeats: false)
            var samples = CPUProfileSamples()
            var last: JSONReader?
            if var header = piece.header { try readData(&header, &tree, &samples, into: &builder) }
            for chunk in piece.chunks.sorted(by: { $0.time < $1.time }) {
                var data = chunk.data
                try readData(&data, &tree, &samples, into: &builder)
                last = data
            }
            guard let last, !tree.isEmpty else { continue }
            try tree.link(last)
            builder.metadata.fileCounts["profiles", default: 0] += 1
            builder.metadata.fileCounts["chunks", default: 0] += piece.chunks.count
            builder.metadata.fileCounts["nodes", default: 0] += tree.frames.count
            builder.metadata.fileCounts["time_deltas", default: 0] += samples.deltas.count
            let place = builder.place(threads.thread(piece.thread, into: &builder), ChromeProfiles.valueType)
            _ = samples.add(to: place, of: tree, into: &builder, options: options, file: file)
        }
    }

    /// Reads `args.data`, or the `cpuProfile` inside it; either may have any of the members.
    private func readData(
        _ json: inout JSONReader, _ tree: inout CPUProfileTree, _ samples: inout CPUProfileSamples,
        into builder: inout ProfileBuilder
    ) throws(TraceError) {
        guard try json.kind() == .object else { return try json.skip() }
        var inner: JSONReader?
        try json.eachMember { key, json throws(TraceError) in
            if key == "cpuProfile" {
                inner = try json.mark()
            } else if key == "nodes" {
                try tree.readNodes(&json, into: &builder)
            } else {
                try samples.readMember(key, &json)
            }
        }
        guard var inner, try inner.kind() == .object else { return }
        try inner.eachMember { key, json throws(TraceError) in
            if key == "nodes" {
                try tree.readNodes(&json, into: &builder)
            } else {
                try samples.readMember(key, &json)
            }
        }
    }
}
