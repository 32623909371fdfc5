import StackModel
import TraceInput

/// A pprof message as it stands in the file: its fields come in any order, so each kind is gathered before any is
/// understood. Nothing is copied; the views are of the file's bytes. (Fields: google/pprof's proto/profile.proto.)
struct PprofMessage {
    let file: String
    /// The whole message.
    let bytes: ByteView
    private(set) var sampleTypes: [ByteView] = []
    /// How many samples there are, and where the first one's field begins.
    private(set) var sampleCount = 0
    private var firstSample = 0
    private(set) var mappings: [ByteView] = []
    private(set) var locations: [ByteView] = []
    private(set) var functions: [ByteView] = []
    private(set) var periodType: ByteView?
    private var strings: [ByteView] = []
    private var comments: [Int64] = []
    private var numbers: [Int: Int64] = [:]

    /// Numbers of the fields that stand once.
    enum Field: Int {
        case dropFrames = 7
        case keepFrames = 8
        case time = 9
        case duration = 10
        case period = 12
        case defaultSampleType = 14
        case documentation = 15
    }

    init(_ bytes: ByteView, file: String) throws(TraceError) {
        self.file = file
        self.bytes = bytes
        var reader = ProtobufReader(bytes, file: file)
        while true {
            let start = reader.offset
            guard try reader.next() else { break }
            switch reader.field {
            case 1: sampleTypes.append(try reader.message())
            case 2:
                _ = try reader.message()
                if sampleCount == 0 { firstSample = start }
                sampleCount += 1
            case 3: mappings.append(try reader.message())
            case 4: locations.append(try reader.message())
            case 5: functions.append(try reader.message())
            case 6: strings.append(try reader.message())
            case 7, 8, 9, 10, 12, 14, 15: numbers[reader.field] = try reader.integer()
            case 11: periodType = try reader.message()
            case 13: try reader.integers(into: &comments)
            default: try reader.skip()
            }
        }
        guard let first = strings.first else { throw broken("pprof.strings", "a string table", "none") }
        guard first.isEmpty else { throw broken("pprof.strings", "an empty string 0", first.quoted) }
        guard !sampleTypes.isEmpty else { throw broken("pprof.types", "at least one sample type", "none") }
    }

    /// A reader of one of the messages above.
    func reader(_ bytes: ByteView) -> ProtobufReader { ProtobufReader(bytes, file: file) }

    /// All samples, one by one.
    var samples: PprofSampleFields { PprofSampleFields(bytes, from: firstSample, count: sampleCount, file: file) }

    /// How many strings there are.
    var stringCount: Int { strings.count }

    /// The string of an index that the file gave.
    @inline(__always)
    func string(_ index: Int64) throws(TraceError) -> ByteView {
        guard index >= 0, index < strings.count else {
            throw broken("pprof.string", "a string index below \(strings.count)", "\(index)")
        }
        return strings[Int(index)]
    }

    /// The number of a field that stands once; nil where it is 0 or not there, which is the same.
    func number(_ field: Field) -> Int64? { numbers[field.rawValue].flatMap { $0 == 0 ? nil : $0 } }

    /// The text of a field that stands once; nil where it is not there.
    func text(_ field: Field) throws(TraceError) -> String? {
        guard let index = number(field) else { return nil }
        return try string(index).text
    }

    /// All comments.
    func commentTexts() throws(TraceError) -> [String] {
        var texts: [String] = []
        for comment in comments { texts.append(try string(comment).text) }
        return texts
    }

    /// A value type: its name and unit.
    func valueType(_ bytes: ByteView) throws(TraceError) -> ValueType {
        var reader = reader(bytes)
        var name = ByteView.empty
        var unit = ByteView.empty
        while try reader.next() {
            switch reader.field {
            case 1: name = try string(reader.integer())
            case 2: unit = try string(reader.integer())
            default: try reader.skip()
            }
        }
        return ValueType(name: name.text, unit: unit.text)
    }

    func broken(_ code: String, _ expected: String, _ found: String) -> TraceError {
        TraceError(code: code, at: SourceLocation(file: file), expected: expected, found: found)
    }
}
