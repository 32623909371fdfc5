import StackModel
import TraceInput

/// Ticks as 0x writes them: each a list of code objects, root first, of which V8's unknown code has been left out.
enum ZeroXTicks {
    /// Adds the ticks of the list that comes next.
    static func add(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        try json.eachElement { json throws(TraceError) in
            var stack = StackID.none
            try json.eachElement { json throws(TraceError) in
                stack = builder.stack(parent: stack, frame: try V8Code.read(json.mark(), into: &builder))
            }
            builder.addSample(SampleKey(stack: stack), value: 1)
            tally.countGood()
        }
    }
}
