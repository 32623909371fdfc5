import StackModel
import TraceInput

extension SpeedscopeDocument {
    /// Adds the samples or events of one profile, as one thread.
    func addProfile(_ index: Int, into builder: inout ProfileBuilder, tally: inout RecordTally) throws(TraceError) {
        var key = SampleKey(stack: .none, thread: thread(index, into: &builder))
        let profile = profiles[index]
        if case .long = builder.samples.layout { key.valueType = builder.valueType(profile.valueType) }
        if profile.isSampled {
            try addSamples(profile, key, into: &builder, tally: &tally)
        } else {
            try addEvents(profile, key, into: &builder, tally: &tally)
        }
    }

    private func addSamples(
        _ profile: SpeedscopeProfile, _ place: SampleKey, into builder: inout ProfileBuilder,
        tally: inout RecordTally
    ) throws(TraceError) {
        guard var samples = profile.samples, var weights = profile.weights else { return }
        var key = place
        var now = profile.start
        let isNegative = profile.origin?.isNegative ?? false
        var more = try samples.open(.array)
        var moreWeights = try weights.open(.array)
        while more, moreWeights {
            let start = samples
            let weight = try weights.scaled(by: profile.unit.factor)
            let stack = try stack(&samples, into: &builder)
            if let stack, weight >= 0 {
                key.stack = stack
                let value = isNegative ? 0 - weight : weight
                builder.addSample(key, value: value, time: profile.unit.isTime ? now : nil)
                tally.countGood()
                now = now.addingSaturated(weight)
            } else {
                let found = stack == nil ? "a frame that is not in the list" : "a weight of \(weight)"
                try tally.countBad(
                    start.broken("known frames and a weight of at least 0", found, code: "speedscope.sample"),
                    in: &builder)
            }
            more = try samples.more(.array)
            moreWeights = try weights.more(.array)
        }
        guard more == moreWeights else {
            throw (more ? samples : weights).broken(
                "as many weights as samples", more ? "fewer" : "more", code: "speedscope.weights")
        }
    }

    /// The stack of frame numbers that come next, root first; nil when one of them is no frame's.
    private func stack(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) -> StackID? {
        var stack = StackID.none
        var isKnown = true
        var more = try json.open(.array)
        while more {
            let number = try json.integer()
            if number >= 0, number < frames.count {
                stack = builder.stack(parent: stack, frame: frames[Int(number)])
            } else {
                isKnown = false
            }
            more = try json.more(.array)
        }
        return isKnown ? stack : nil
    }
}
