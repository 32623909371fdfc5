import ProfileExport
import StackModel
import TraceFormats
import TraceInput
import XCTest

/// The pprof export of stacks that are lists is, byte for byte, that of the same stacks as a tree.
final class PprofLooseStackTests: XCTestCase {
    private func pprof(_ profile: Profile, isCompressed: Bool = false) throws -> [UInt8] {
        var writer = PprofWriter(version: "1.2.3")
        writer.isCompressed = isCompressed
        let selection = try profile.selection(named: nil)
        return try ExportFixture.bytes { try writer.write(profile, showing: selection, to: &$0) }
    }

    private func read(_ bytes: [UInt8], loose: Bool) throws -> Profile {
        var options = ReadOptions()
        options.detail = .threads
        options.allowsLooseStacks = loose
        let reader = try ByteReader(source: MemorySource(bytes), name: "test")
        return try FormatRegistry.read(reader, format: FormatRegistry.format(id: "pprof"), options: options)
    }

    /// Stacks of `count` samples, in no order: some twice, some the beginning of others, one without frames.
    private func profile(_ count: Int, seed: Int) -> Profile {
        var builder = ProfileBuilder(detail: .threads)
        builder.metadata.sources = ["\(seed)"]
        builder.setWideValueTypes([ValueType(name: "a", unit: "count"), ValueType(name: "b", unit: "bytes")])
        let module = builder.string("/bin/app")
        let mapping = builder.mapping(Mapping(file: module, kind: .native))
        var state = UInt64(seed)
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for sample in 0..<count {
            var stack = StackID.none
            for depth in 0..<next(12) {
                let number = next(depth < 3 ? 2 : 40)
                let function = builder.function(Function(name: builder.string("f\(number)"), module: module))
                var frame = Frame(function: function, mapping: mapping, address: UInt64(number / 4), line: 3)
                if number % 4 == 1 || number % 4 == 2 { frame.flags = .inlined }
                stack = builder.stack(parent: stack, frame: builder.frame(frame))
            }
            var key = SampleKey(stack: stack)
            if sample % 3 == 0 {
                let label = Label(key: builder.string("request"), text: builder.string("r\(next(5))"))
                key.labels = builder.labelSet([label])
            }
            builder.addSample(key, values: [Int64(next(900)), Int64(sample)])
        }
        return builder.finish()
    }

    func testListsAreWrittenAsTreesAre() throws {
        for count in [1, 50, 3000] {
            let bytes = try pprof(profile(count, seed: count))
            let (tree, lists) = (try read(bytes, loose: false), try read(bytes, loose: true))
            XCTAssertTrue(lists.hasLooseStacks && !tree.hasLooseStacks)
            XCTAssertEqual(try pprof(lists), try pprof(tree), "\(count)")
        }
    }

    func testMergedListsAreWrittenAsMergedTreesAre() throws {
        let files = try [400, 300, 200].map { try pprof(profile($0, seed: $0)) }
        let lists = try mergeProfiles(files.map { try read($0, loose: true) })
        let trees = try mergeProfiles(files.map { try read($0, loose: false) })
        XCTAssertTrue(lists.hasLooseStacks)
        XCTAssertEqual(try pprof(lists), try pprof(trees))
    }

    /// More than one piece is handed to the compressor, and it gives one member.
    func testALargeMessageIsOneMember() throws {
        let profile = profile(20_000, seed: 5)
        let (plain, packed) = (try pprof(profile), try pprof(profile, isCompressed: true))
        XCTAssertGreaterThan(plain.count, 1 << 17)
        XCTAssertLessThan(packed.count, plain.count)
        let reader = try ByteReader(source: MemorySource(packed), name: "test")
        XCTAssertEqual(try reader.readAll().bytes, plain)
    }
}
