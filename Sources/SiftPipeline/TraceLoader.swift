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

    /// One file at a time, formats told by content.
    package init() {}
}

/// What came of reading one trace.
package enum LoadResult: Sendable {
    case profile(Profile)
    case failure(TraceError)
}

/// Reads traces, several at once; the results come in the order of the inputs, whatever the number of jobs.
package enum TraceLoader {
    /// Reads one trace.
    package static func load(_ path: String, _ options: LoadOptions) throws(TraceError) -> Profile {
        let reader = try ByteReader(path: path, limits: options.limits)
        let format = options.inputFormat.flatMap { FormatRegistry.format(id: $0) }
        return try FormatRegistry.read(reader, format: format, options: options.read)
    }

    /// Reads all traces; one that cannot be read does not stop the others.
    package static func loadAll(_ paths: [String], _ options: LoadOptions) async -> [LoadResult] {
        var results = [LoadResult?](repeating: nil, count: paths.count)
        await withTaskGroup(of: (Int, LoadResult).self) { group in
            var next = 0
            func startOne(_ group: inout TaskGroup<(Int, LoadResult)>) {
                guard next < paths.count else { return }
                let index = next
                next += 1
                group.addTask { (index, result(paths[index], options)) }
            }
            for _ in 0..<max(options.jobs, 1) { startOne(&group) }
            for await (index, result) in group {
                results[index] = result
                startOne(&group)
            }
        }
        return results.compactMap { $0 }
    }

    private static func result(_ path: String, _ options: LoadOptions) -> LoadResult {
        do throws(TraceError) {
            return .profile(try load(path, options))
        } catch {
            return .failure(error)
        }
    }
}
