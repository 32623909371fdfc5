import StackModel
import TraceInput

/// What StackSift's own export says of a profile in the member `stacksift`, for which speedscope has no place: the value
/// type's name and unit, the thread, and whether its values were below 0.
struct SpeedscopeOrigin {
    private(set) var valueType = ValueType(name: "", unit: "")
    private(set) var isNegative = false
    private var texts: [ThreadLabel: [UInt8]] = [:]
    private var numbers: [ThreadLabel: Int64] = [:]

    /// Reads the object that comes next; nil where it is none, or says nothing of values.
    init?(_ json: inout JSONReader) throws(TraceError) {
        guard try json.kind() == .object else {
            try json.skip()
            return nil
        }
        try json.eachMember { key, json throws(TraceError) in
            if key == "value_type" {
                valueType.name = try json.stringIfAny()?.text ?? ""
            } else if key == "unit" {
                valueType.unit = try json.stringIfAny()?.text ?? ""
            } else if key == "sign" {
                isNegative = try json.integerIfAny() ?? 1 < 0
            } else {
                try readThread(key, &json)
            }
        }
        if valueType.name.isEmpty { return nil }
    }

    private mutating func readThread(_ key: ByteView, _ json: inout JSONReader) throws(TraceError) {
        guard let fact = ThreadLabel(rawValue: key.text) else { return try json.skip() }
        switch fact {
        case .processID, .threadID: numbers[fact] = try json.integerIfAny()
        case .command, .processName, .threadName, .cgroup: texts[fact] = try json.stringIfAny()?.bytes
        }
    }

    /// The thread; none where nothing was said of it.
    func thread(into builder: inout ProfileBuilder) -> ThreadID {
        guard !texts.isEmpty || !numbers.isEmpty else { return .none }
        var thread = ThreadInfo()
        thread.processID = numbers[.processID]
        thread.threadID = numbers[.threadID]
        thread.command = name(.command, into: &builder)
        thread.processName = name(.processName, into: &builder)
        thread.threadName = name(.threadName, into: &builder)
        thread.cgroup = name(.cgroup, into: &builder)
        return builder.thread(thread)
    }

    private func name(_ fact: ThreadLabel, into builder: inout ProfileBuilder) -> StringID {
        guard let bytes = texts[fact] else { return .none }
        return ByteView.withBytes(of: bytes) { builder.string($0) }
    }
}
