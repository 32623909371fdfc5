import StackModel
import TraceInput

/// What one profile of a speedscope file says of itself, with the places where its lists begin.
struct SpeedscopeProfile {
    private(set) var unit = SpeedscopeUnit.none
    private(set) var isSampled = true
    private(set) var name: [UInt8] = []
    private(set) var start: Int64 = 0
    private(set) var end: Int64?
    /// Sampled: one list of frames a sample, root first, and as many weights.
    private(set) var samples: JSONReader?
    private(set) var weights: JSONReader?
    /// Evented: frames that open and close.
    private(set) var events: JSONReader?
    /// What StackSift's own export says beyond speedscope's format.
    private(set) var origin: SpeedscopeOrigin?

    /// What is counted, in the unit that values are read in.
    var valueType: ValueType {
        guard let origin else { return unit.valueType }
        return ValueType(name: origin.valueType.name, unit: unit == .none ? origin.valueType.unit : unit.valueType.unit)
    }

    /// Passes over the profile that comes next and notes what it is.
    init(_ json: inout JSONReader) throws(TraceError) {
        var startValue: JSONReader?
        var endValue: JSONReader?
        try json.eachMember { key, json throws(TraceError) in
            if key == "type" {
                isSampled = try SpeedscopeProfile.readType(&json)
            } else if key == "unit" {
                unit = try SpeedscopeProfile.readUnit(&json)
            } else if key == "name" {
                name = try json.stringIfAny()?.bytes ?? []
            } else if key == "startValue" {
                startValue = try json.mark()
            } else if key == "endValue" {
                endValue = try json.mark()
            } else if key == "samples" {
                samples = try json.mark()
            } else if key == "weights" {
                weights = try json.mark()
            } else if key == "events" {
                events = try json.mark()
            } else if key == "stacksift" {
                origin = try SpeedscopeOrigin(&json)
            } else {
                try json.skip()
            }
        }
        // Values are read last, for the unit may come after them.
        if var startValue, try startValue.kind() == .number { start = try startValue.scaled(by: unit.factor) }
        if var endValue, try endValue.kind() == .number { end = try endValue.scaled(by: unit.factor) }
        guard isSampled ? samples != nil && weights != nil : events != nil else {
            throw json.broken(
                isSampled ? "samples and weights in a sampled profile" : "events in an evented profile", "none",
                code: "speedscope.profile")
        }
    }

    private static func readType(_ json: inout JSONReader) throws(TraceError) -> Bool {
        let place = json
        let word = try json.string()
        if word == "sampled" { return true }
        if word == "evented" { return false }
        throw place.broken("a profile of type sampled or evented", word.quoted, code: "speedscope.type")
    }

    private static func readUnit(_ json: inout JSONReader) throws(TraceError) -> SpeedscopeUnit {
        let place = json
        let word = try json.string()
        if let unit = SpeedscopeUnit(word) { return unit }
        throw place.broken(
            "a unit that speedscope knows (none, nanoseconds, microseconds, milliseconds, seconds, bytes)", word.quoted,
            code: "speedscope.unit")
    }
}
