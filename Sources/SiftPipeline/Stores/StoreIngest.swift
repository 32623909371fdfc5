import ProfileAnalysis
import ProfileStore
import StackModel
import TraceFormats
import TraceInput

/// Adds traces to a store: those that it does not have, in the order in which they are named.
package struct StoreIngest: Sendable {
    package var store: String
    /// Files, folders, globs, `-`.
    package var inputs: [String]
    /// Files, as they are named, after those.
    package var paths: [String]
    package var labels = TraceLabels()
    package var keep = KeepDetail.samples
    /// Whether files that could not be read before are tried again.
    package var retriesFailed = false
    package var load = LoadOptions()

    /// Adds `inputs` and `paths` to the store at the path `store`.
    package init(store: String, inputs: [String], paths: [String] = []) {
        self.store = store
        self.inputs = inputs
        self.paths = paths
    }

    /// How many traces went which way.
    package struct Counts: Sendable, CustomStringConvertible {
        package var added = 0
        package var known = 0
        package var failed = 0
        package var failedBefore = 0

        package var description: String {
            var words = ["\(added) added"]
            if known > 0 { words.append("\(known) known") }
            if failed > 0 { words.append("\(failed) failed") }
            if failedBefore > 0 { words.append("\(failedBefore) failed before and were left out") }
            return words.joined(separator: ", ")
        }
    }

    /// Adds them; what goes wrong is reported in `session`. Gives the numbers; nil where the store or the list of traces
    /// was refused.
    package func run(in session: inout Session) async -> Counts? {
        var counts = Counts()
        do {
            let paths = try traces()
            try StoreOpening.refuseOtherFiles(store)
            let appender = try StoreAppender(path: store, toolVersion: stackSiftVersion)
            let reader = TraceReading(ingest: self, known: try KnownTraces(path: store))
            var meter = session.progress(of: paths.count, "traces")
            var talk = session
            await OrderedWork.run(paths, jobs: load.jobs, reader.read) { _, trace in
                meter.clear()
                let failures = counts.failed
                let goesOn = take(trace, appender, &counts, &talk)
                meter.step(failed: counts.failed > failures)
                return goesOn
            }
            meter.clear()
            session = talk
            try appender.finish()
        } catch {
            session.fail("\(error)")
            return nil
        }
        return counts
    }

    /// The traces that the words name, without the files of labels beside them.
    private func traces() throws(TraceError) -> [String] {
        TraceLabels.withoutSidecars(try PathExpansion.expand(inputs) + paths)
    }

    /// Writes what came of reading a trace; false where the store cannot be written.
    private func take(
        _ trace: TraceReading.Outcome, _ appender: StoreAppender, _ counts: inout Counts, _ session: inout Session
    ) -> Bool {
        do throws(StoreError) {
            switch trace {
            case .known: counts.known += 1
            case .failedBefore(let path, let id):
                counts.failedBefore += 1
                session.say("\(path): could not be read before (profile #\(id)); --retry-failed tries it again")
            case .refused(let error):
                counts.failed += 1
                session.fail(error.description)
            case .failed(let failure):
                counts.failed += 1
                session.fail(failure.error.description)
                _ = try appender.add(failure)
            case .read(let stored):
                for diagnostic in stored.profile.diagnostics.diagnostics where diagnostic.severity > .note {
                    session.say(diagnostic.description)
                }
                switch try appender.add(stored, keep: keep) {
                case .added: counts.added += 1
                case .known: counts.known += 1
                }
            }
            return true
        } catch {
            session.fail(error.description)
            return false
        }
    }
}

/// Reads one trace for a store; many at once.
struct TraceReading: Sendable {
    let ingest: StoreIngest
    let known: KnownTraces

    /// What came of reading a trace.
    enum Outcome: Sendable {
        case known
        case failedBefore(path: String, id: Int64)
        /// Nothing of it can be recorded: it could not be opened, or its labels are wrong.
        case refused(TraceError)
        case failed(FailedTrace)
        case read(StoredProfile)
    }

    /// Reads the trace at `path`, unless its file is in the store.
    @Sendable
    func read(_ path: String) -> Outcome {
        do throws(TraceError) {
            let labels = try ingest.labels.labels(of: path)
            if path == "-" { return try readStandardInput(labels) }
            let hash = try ContentDigest.file(path)
            switch try look(up: hash, path) {
            case .read: return .known
            case .failed(let id) where !ingest.retriesFailed: return .failedBefore(path: path, id: id)
            case .failed, .unknown: break
            }
            let source = try FileSource(path: path)
            return try parse(path, source, labels) { hash }
        } catch {
            return .refused(error)
        }
    }

    private func readStandardInput(_ labels: [String: String]) throws(TraceError) -> Outcome {
        let digest = try ContentDigest()
        return try parse("<stdin>", DigestingSource(FileSource(path: "-"), digest), labels) { digest.finish() }
    }

    private func look(up hash: String, _ path: String) throws(TraceError) -> KnownTraces.Knowledge {
        do throws(StoreError) {
            return try known.look(up: hash)
        } catch {
            throw TraceError(
                code: "store.read", at: SourceLocation(file: ingest.store), expected: "to ask the store",
                found: error.message)
        }
    }

    private func parse(
        _ name: String, _ source: any ByteSource, _ labels: [String: String], fileHash: () -> String
    ) throws(TraceError) -> Outcome {
        do throws(TraceError) {
            let reader = try ByteReader(source: source, name: name, limits: ingest.load.limits)
            // Bytes that are not compressed have the digest that the file has.
            reader.digest = reader.isCompressed ? try ContentDigest() : nil
            let format = ingest.load.inputFormat.flatMap { FormatRegistry.format(id: $0) }
            var options = ingest.load.read
            options.detail = ingest.keep == .samples ? .everything : .threads
            options.finishing = { Demangle().apply(to: &$0) }
            let profile = try FormatRegistry.read(reader, format: format, options: options).demangled()
            try reader.drain()
            let file = fileHash()
            var stored = StoredProfile(trace: profile)
            stored.hashes = ContentHashes(content: reader.digest?.finish() ?? file, file: file)
            try stored.take(labels, from: name)
            return .read(stored)
        } catch {
            return .failed(FailedTrace(path: name, fileHash: fileHash(), error: error))
        }
    }
}
