import StackModel

/// What a speedscope profile's weights count.
enum SpeedscopeUnit: CaseIterable {
    case none
    case nanoseconds
    case microseconds
    case milliseconds
    case seconds
    case bytes

    /// The unit that `word` names, if the format knows it.
    init?(_ word: ByteView) {
        guard let unit = SpeedscopeUnit.allCases.first(where: { word == $0.word }) else { return nil }
        self = unit
    }

    private var word: StaticString {
        switch self {
        case .none: "none"
        case .nanoseconds: "nanoseconds"
        case .microseconds: "microseconds"
        case .milliseconds: "milliseconds"
        case .seconds: "seconds"
        case .bytes: "bytes"
        }
    }

    /// All units of time become nanoseconds. Which clock was read the file does not say, so the name is `time`.
    var valueType: ValueType {
        switch self {
        case .none: ValueType(name: "weight", unit: "count")
        case .bytes: ValueType(name: "space", unit: "bytes")
        case .nanoseconds, .microseconds, .milliseconds, .seconds: ValueType(name: "time", unit: "nanoseconds")
        }
    }

    /// How many of the value type's units one of the file's is.
    var factor: Int64 {
        switch self {
        case .none, .bytes, .nanoseconds: 1
        case .microseconds: 1000
        case .milliseconds: 1_000_000
        case .seconds: 1_000_000_000
        }
    }

    /// Whether the values are a time that samples can be placed on.
    var isTime: Bool { self != .none && self != .bytes }
}
