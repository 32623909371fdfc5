import StackModel
import TraceInput

/// One event of an evented profile: a frame opens or closes.
private struct SpeedscopeEvent {
    var opens = false
    var frame: Int64 = -1
    var at: Int64 = 0

    init(_ json: inout JSONReader, factor: Int64) throws(TraceError) {
        let place = json
        var isWhole = (type: false, at: false)
        try json.eachMember { key, json throws(TraceError) in
            if key == "type" {
                let type = try json.string()
                guard type == "O" || type == "C" else {
                    throw place.broken("an event of type O or C", type.quoted, code: "speedscope.event")
                }
                opens = type == "O"
                isWhole.type = true
            } else if key == "frame" {
                frame = try json.integer()
            } else if key == "at" {
                at = try json.scaled(by: factor)
                isWhole.at = true
            } else {
                try json.skip()
            }
        }
        guard isWhole.type, isWhole.at else {
            throw place.broken("a type and a value in every event", "none", code: "speedscope.event")
        }
    }
}

extension SpeedscopeDocument {
    /// Adds the time between every two events to the stack that is open then.
    ///
    /// Frames close in the reverse order of opening and values never go back, else the file is refused, as speedscope
    /// refuses it. Frames that are still open at the end are closed there, with a diagnostic.
    func addEvents(
        _ profile: SpeedscopeProfile, _ place: SampleKey, into builder: inout ProfileBuilder,
        tally: inout RecordTally
    ) throws(TraceError) {
        guard var json = profile.events else { return }
        var open: [(frame: Int64, stack: StackID)] = []
        var key = place
        var last = profile.start
        let isTime = profile.unit.isTime
        func spend(until now: Int64, into builder: inout ProfileBuilder) {
            if let stack = open.last?.stack, now > last {
                key.stack = stack
                builder.addSample(key, value: now.subtractingSaturated(last), time: isTime ? last : nil)
            }
            last = max(last, now)
        }
        var isFirst = true
        var more = try json.open(.array)
        while more {
            let start = json
            let event = try SpeedscopeEvent(&json, factor: profile.unit.factor)
            guard event.at >= last || isFirst else {
                throw start.broken("values that never go back", "\(event.at) after \(last)", code: "speedscope.order")
            }
            isFirst = false
            spend(until: event.at, into: &builder)
            if event.opens {
                guard event.frame >= 0, event.frame < frames.count else {
                    throw start.broken("a frame of the list", "frame \(event.frame)", code: "speedscope.frame")
                }
                let caller = open.last?.stack ?? .none
                let isTooDeep = open.count >= NestedIntervals.deepest
                let stack = isTooDeep ? caller : builder.stack(parent: caller, frame: frames[Int(event.frame)])
                open.append((event.frame, stack))
                if isTooDeep {
                    builder.diagnostics.report(
                        .warning, "speedscope.depth", at: start.place,
                        "a frame is nested deeper than \(NestedIntervals.deepest) others; its values count for its caller"
                    )
                }
            } else {
                guard let top = open.popLast(), top.frame == event.frame else {
                    throw start.broken(
                        "frames that close in the reverse order of opening", "the end of frame \(event.frame)",
                        code: "speedscope.nesting")
                }
            }
            tally.countGood()
            more = try json.more(.array)
        }
        guard !open.isEmpty else { return }
        builder.diagnostics.report(
            .warning, "speedscope.unclosed", at: json.place, count: open.count,
            "a frame is not closed; it ends with the profile")
        spend(until: profile.end ?? last, into: &builder)
    }
}
