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

/// Reads traces, several at once.
package enum TraceLoader {
    /// Reads one trace.
    package static func load(_ path: String, _ options: LoadOptions) throws(TraceError) -> Profile {
        let reader = try ByteReader(path: path, limits: options.limits)
        let format = options.inputFormat.flatMap { FormatRegistry.format(id: $0) }
        return try FormatRegistry.read(reader, format: format, options: options.read)
    }

    /// Reads all traces and hands each to `take` in the order of `paths`, whatever the number of jobs. One that
    /// cannot be read does not stop the others.
    ///
    /// No more than a few are held back: reading waits for the slowest of them.
    package static func loadEach(
        _ paths: [String], _ options: LoadOptions, _ take: (_ index: Int, _ result: LoadResult) -> Void
    ) async {
        let jobs = max(options.jobs, 1)
        await withTaskGroup(of: (Int, LoadResult).self) { group in
            var waiting: [Int: LoadResult] = [:]
            var started = 0
            var taken = 0
            func startMore(_ group: inout TaskGroup<(Int, LoadResult)>) {
                while started < paths.count, started - taken < 2 * jobs, started - taken - waiting.count < jobs {
                    let index = started
                    started += 1
                    group.addTask { (index, result(paths[index], options)) }
                }
            }
            startMore(&group)
            while let (index, result) = await group.next() {
                waiting[index] = result
                while let next = waiting.removeValue(forKey: taken) {
                    take(taken, next)
                    taken += 1
                }
                startMore(&group)
            }
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
