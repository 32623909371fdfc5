import StackModel
import TraceFormats
import TraceInput

/// How a set of traces is read.
package struct LoadOptions: Sendable {
    package var read = ReadOptions()
    package var limits = InputLimits()
    /// Id of the format, when it is not to be told by content.
    package var inputFormat: String?
    /// How many files are read at once.
    package var jobs = 1
    /// What is said of traces by their paths and by files beside them; nil where nobody asks.
    package var labels: TraceLabels?

    /// One file at a time, formats told by content.
    package init() {}
}

/// What came of reading one trace.
package enum LoadResult: Sendable {
    case profile(Profile)
    case failure(TraceError)
}

/// Reads traces, several at once.
package enum TraceLoader {
    /// Reads one trace.
    package static func load(_ path: String, _ options: LoadOptions) throws(TraceError) -> Profile {
        if let stored = try StoredTrace.load(path, detail: options.read.detail) { return stored }
        let reader = try ByteReader(path: path, limits: options.limits)
        let format = options.inputFormat.flatMap { FormatRegistry.format(id: $0) }
        var read = options.read
        if let labels = options.labels {
            read.runLabels = try labels.labels(of: path)
            read.recordedAt = try TraceLabels.recordedAt(read.runLabels, path)
        }
        return try FormatRegistry.read(reader, format: format, options: read)
    }

    /// Reads all traces and hands each to `take` in the order of `paths`, whatever the number of jobs. One that
    /// cannot be read does not stop the others.
    ///
    /// No more than a few are held back: reading waits for the slowest of them.
    package static func loadEach(
        _ paths: [String], _ options: LoadOptions, _ take: (_ index: Int, _ result: LoadResult) -> Void
    ) async {
        var options = options
        // What fewer files than jobs leave over goes to each of them.
        options.read.threads = options.jobs / max(paths.count, 1)
        await OrderedWork.run(paths, jobs: options.jobs) { [options] path in
            result(path, options)
        } take: { index, result in
            take(index, result)
            return true
        }
    }

    private static func result(_ path: String, _ options: LoadOptions) -> LoadResult {
        do throws(TraceError) {
            return .profile(try load(path, options))
        } catch {
            return .failure(error)
        }
    }
}
