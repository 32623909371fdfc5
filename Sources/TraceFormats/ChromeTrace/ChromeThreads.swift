import StackModel
import TraceInput

/// An id of a process or thread: a number, or a text where a writer gives one.
struct ChromeID: Hashable {
    private(set) var number: Int64?
    private(set) var text = StringID.none

    /// No id.
    init() {}

    /// Reads the id that comes next; a text that is a number is that number.
    init(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        switch try json.kind() {
        case .number: number = try json.scaled(by: 1)
        case .string:
            let word = try json.string()
            number = word.signedDecimal
            if number == nil { text = builder.string(word) }
        default: try json.skip()
        }
    }
}

extension ChromeID {
    /// The id as text.
    func bytes(in builder: borrowing ProfileBuilder) -> [UInt8] {
        number.map { Array("\($0)".utf8) } ?? builder.text(of: text)
    }
}

extension ProfileBuilder {
    /// The bytes of a text; none of no text.
    borrowing func text(of id: StringID) -> [UInt8] { id.isNone ? [] : strings.bytes(id).bytes }
}

/// Which thread of which process.
struct ChromeThreadKey: Hashable {
    var process = ChromeID()
    var thread = ChromeID()
}

/// The names that metadata events give to processes and threads, wherever in the file they stand.
struct ChromeThreads {
    private var processNames: [ChromeID: StringID] = [:]
    private var threadNames: [ChromeThreadKey: StringID] = [:]

    /// Takes the name out of a metadata event; events that name nothing are passed over.
    mutating func note(_ event: ChromeEvent, into builder: inout ProfileBuilder) throws(TraceError) {
        guard var place = event.arguments.name, let name = try place.stringIfAny() else { return }
        if try event.isNamed("thread_name") {
            threadNames[event.thread] = builder.string(name)
        } else if try event.isNamed("process_name") {
            processNames[event.thread.process] = builder.string(name)
        }
    }

    /// A process by its name and id, as far as they are known.
    func processWords(_ process: ChromeID, in builder: borrowing ProfileBuilder) -> String {
        let name = processNames[process].map { String(decoding: builder.text(of: $0), as: UTF8.self) }
        return [name, String(decoding: process.bytes(in: builder), as: UTF8.self)].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The thread with all that is known of it.
    func thread(_ key: ChromeThreadKey, into builder: inout ProfileBuilder) -> ThreadID {
        builder.thread(
            ThreadInfo(
                processID: key.process.number, threadID: key.thread.number,
                processName: processNames[key.process] ?? key.process.text,
                threadName: threadNames[key] ?? key.thread.text))
    }
}
