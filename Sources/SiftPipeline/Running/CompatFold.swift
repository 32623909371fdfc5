import ProfileExport
import StackModel
import TraceFormats
import TraceInput

/// Folded text as another tool makes it: lines in, lines out, without a profile in between.
package enum CompatFold {
    /// Folds perf texts as stackcollapse-perf.pl does; false where one could not be read or nothing could be written.
    package static func run(
        _ words: [String], _ options: StackCollapser.Options, limits: InputLimits, to output: String?,
        in session: inout Session
    ) -> Bool {
        var collapser = StackCollapser(options)
        do throws(TraceError) {
            for path in try PathExpansion.expand(words) {
                try collapser.read(ByteReader(path: path, limits: limits))
            }
        } catch {
            session.fail(error.description)
            return false
        }
        sayWhatIsMissing(collapser, session)
        do {
            try OutputFile.write(to: output) { flush in
                var sink = ByteSink(flushTo: flush)
                collapser.forEachPath { path, sum in
                    sink.write(path)
                    sink.write(byte: 0x20)
                    sink.write(sum)
                    sink.write(byte: 0x0A)
                }
                try sink.finish()
            }
        } catch {
            session.fail("\(error)")
        }
        return !session.failed
    }

    /// The script's text stays as it is; what it leaves out is said on stderr.
    private static func sayWhatIsMissing(_ collapser: borrowing StackCollapser, _ session: Session) {
        if collapser.otherEventSamples > 0 {
            session.say("left out as in stackcollapse-perf.pl: \(collapser.otherEventSamples) samples of other events")
        }
        if collapser.unrecognizedLines > 0 {
            session.say("left out as in stackcollapse-perf.pl: \(collapser.unrecognizedLines) lines it does not know")
        }
        if collapser.hasOpenSample {
            session.say("left out as in stackcollapse-perf.pl: the last sample, which no blank line ends")
        }
    }
}
