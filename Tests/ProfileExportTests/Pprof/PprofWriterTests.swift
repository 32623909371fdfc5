import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// The pprof export of small profiles, read back.
final class PprofWriterTests: XCTestCase {
    private func pprof(_ profile: Profile, _ change: (inout PprofWriter) -> Void = { _ in }) throws -> [UInt8] {
        var writer = PprofWriter(version: "1.2.3")
        change(&writer)
        let selection = try profile.selection(named: nil)
        return try ExportFixture.bytes { try writer.write(profile, showing: selection, to: &$0) }
    }

    func testEveryEventIsASampleTypeAndCountsStandInFront() throws {
        let back = try ExportFixture.read(pprof(ExportFixture.perf()))
        XCTAssertEqual(back.valueTypes.map { "\($0.name)/\($0.unit)" }, ["cycles/count", "page-faults/count"])
        XCTAssertEqual(back.valueType(back.defaultValueType).name, "cycles")
        XCTAssertEqual(back.total(try back.selection(named: "cycles")).value, 65)
        XCTAssertEqual(back.total(try back.selection(named: "samples")).value, 4)
        XCTAssertEqual(back.total(try back.selection(named: "samples:page-faults")).value, 1)
    }

    func testFoldedTextSurvives() throws {
        let profile = ExportFixture.perf()
        let back = try ExportFixture.read(pprof(profile))
        for value in [nil, "samples", "page-faults", "samples:page-faults"] {
            let original = try ExportFixture.folded(profile, value: value)
            XCTAssertEqual(try ExportFixture.folded(back, value: value), original)
        }
        XCTAssertEqual(
            try ExportFixture.folded(back), "idle 5\nweb;main;[unknown] 10\nweb;main;work 20\nweb;main;work;add 30\n")
    }

    func testInlinesModulesAndThreadsSurvive() throws {
        let back = try ExportFixture.read(pprof(ExportFixture.perf()))
        var seen: [String] = []
        for row in 1..<back.frames.count {
            let frame = back.frames[FrameID(row: row)]
            let function = back.functions[frame.function]
            let inlined = frame.flags.contains(.inlined) ? " inlined" : ""
            let unresolved = frame.flags.contains(.unresolved) ? " unresolved" : ""
            seen.append("\(back.text(function.name)) \(back.text(function.module))\(inlined)\(unresolved)")
        }
        XCTAssertEqual(
            Set(seen), ["main /lib/app", "work /lib/app", "add /lib/app inlined", "[unknown] /lib/libx.so unresolved"])
        XCTAssertEqual(back.threads.distinctThreadCount(), 3)
    }

    func testOrderOfReadingDoesNotShow() throws {
        XCTAssertEqual(try pprof(ExportFixture.perf()), try pprof(ExportFixture.perf(reversed: true)))
        let (first, second) = (ExportFixture.perf(), ExportFixture.deep(5))
        let twice = try mergeProfiles([first, first])
        XCTAssertEqual(try pprof(twice), try pprof(try mergeProfiles([ExportFixture.perf(reversed: true), first])))
        XCTAssertNotEqual(try pprof(second), try pprof(first))
    }

    func testExportOfAnExportIsTheSame() throws {
        let once = try pprof(ExportFixture.deep(3))
        XCTAssertEqual(try pprof(try ExportFixture.read(once)), try pprof(try ExportFixture.read(once)))
        let comments = try ExportFixture.read(pprof(try ExportFixture.read(once))).metadata.comments
        XCTAssertEqual(comments, ["StackSift 1.2.3 export; format=folded; stacks=exact"])
    }

    func testUncompressedIsTheSameMessage() throws {
        let plain = try pprof(ExportFixture.perf()) { $0.isCompressed = false }
        XCTAssertEqual(plain.first, 0x0A)
        let back = try ExportFixture.read(plain)
        XCTAssertEqual(try ExportFixture.folded(back), try ExportFixture.folded(ExportFixture.perf()))
        XCTAssertEqual(Array(try pprof(ExportFixture.perf()).prefix(2)), [0x1F, 0x8B])
    }

    func testStackOfAMillionFrames() throws {
        let back = try ExportFixture.read(pprof(ExportFixture.deep(1_000_001)))
        XCTAssertEqual(back.stacks.count, 1_000_002)
        XCTAssertEqual(back.total(try back.selection(named: nil)).value, 3)
    }

    func testMoreFramesThanAFileMayHoldIsAnError() throws {
        XCTAssertThrowsError(try pprof(ExportFixture.deep(1001)) { $0.frameLimit = 1000 }) { error in
            XCTAssertEqual(error as? ExportError, .tooLarge(what: "frames in all samples", found: 1001, limit: 1000))
        }
    }

    func testLabelsAndLocationsSurvive() throws {
        let profile = try ExportFixture.read(pprof(labelled()))
        let label = try XCTUnwrap(profile.labels[profile.samples.key(0).labels].first)
        XCTAssertEqual(profile.text(label.key), "request")
        XCTAssertEqual(label.number, -7)
        XCTAssertEqual(profile.text(label.unit), "bytes")
        let frame = profile.frames[profile.path(profile.samples.key(0).stack)[0]]
        let function = profile.functions[frame.function]
        XCTAssertEqual([frame.line, frame.column, function.startLine], [12, 3, 10])
        XCTAssertEqual(frame.address, 0xFFFF_FFFF_8100_0000)
        XCTAssertEqual(profile.text(function.systemName), "_Z4worki")
        XCTAssertEqual(profile.strings.bytes(function.name).bytes, [0x77, 0xFF])
        let mapping = profile.mappings[frame.mapping]
        XCTAssertEqual([mapping.start, mapping.limit, mapping.fileOffset], [0xFFFF_FFFF_8000_0000, .max, 4096])
        XCTAssertEqual(profile.text(mapping.buildID), "beef")
    }

    /// A sample with a number for a label, at an address with lines, in a function whose name is no UTF-8.
    private func labelled() -> Profile {
        var builder = ProfileBuilder(detail: .threads)
        builder.setWideValueTypes([ValueType(name: "alloc", unit: "bytes")])
        var function = Function(name: ByteView.withBytes(of: [0x77, 0xFF]) { builder.string($0) })
        function.systemName = builder.string("_Z4worki")
        function.file = builder.string("/src/work.c")
        function.startLine = 10
        var mapping = Mapping(file: builder.string("/bin/work"), kind: .native)
        mapping.buildID = builder.string("beef")
        (mapping.start, mapping.limit, mapping.fileOffset) = (0xFFFF_FFFF_8000_0000, .max, 4096)
        var frame = Frame(function: builder.function(function), mapping: builder.mapping(mapping))
        (frame.address, frame.line, frame.column) = (0xFFFF_FFFF_8100_0000, 12, 3)
        var key = SampleKey(stack: builder.stack(parent: .none, frame: builder.frame(frame)))
        key.labels = builder.labelSet([
            Label(key: builder.string("request"), number: -7, unit: builder.string("bytes"))
        ])
        builder.addSample(key, values: [-1])
        return builder.finish()
    }
}
