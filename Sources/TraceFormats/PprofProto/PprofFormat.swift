import StackModel
import TraceInput

/// pprof's protobuf: profile.proto of google/pprof.
package enum PprofFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "pprof", name: "pprof protobuf",
        recordedBy: "go test -cpuprofile x.pb.gz, or curl HOST/debug/pprof/profile > x.pb.gz",
        weights: "the file's own sample types; the default is default_sample_type, else the last")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        // The first field is sample_type in every known writer: a message of two small numbers.
        guard head.count >= 2 else { return .no }
        var reader = ProtobufReader(head, file: "")
        do {
            var fields = 0
            var sawType = false
            while fields < 8, try reader.next() {
                switch reader.field {
                case 1, 11:
                    var type = try reader.nested()
                    while try type.next() {
                        guard type.field <= 2 else { return .no }
                        _ = try type.integer()
                    }
                    sawType = true
                case 2...6: _ = try reader.message()
                case 7...10, 12, 13...15: try reader.skip()
                default: return sawType ? .maybe : .no
                }
                fields += 1
            }
            return sawType ? .yes : .maybe
        } catch {
            // Cut by the end of what was peeked, or not protobuf at all.
            return sniffPrefix(head)
        }
    }

    private static func sniffPrefix(_ head: ByteView) -> SniffVerdict {
        guard head.first == 0x0A, head.count > 4, head[1] < 32, head[1] >= 2, Int(head[1]) + 2 <= head.count else {
            return .no
        }
        var reader = ProtobufReader(head.slice(2, 2 + Int(head[1])), file: "")
        do {
            var fields = 0
            while try reader.next() {
                guard reader.field <= 2 else { return .no }
                _ = try reader.integer()
                fields += 1
            }
            return fields > 0 ? .yes : .no
        } catch { return .no }
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var decoder = try PprofDecoder(PprofMessage(reader.readAll(), file: reader.name))
        try decoder.decode(into: &builder, limits: reader.limits, options: options)
    }
}
