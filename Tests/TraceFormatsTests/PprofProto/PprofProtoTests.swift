import StackModel
import TraceFormats
import TraceInput
import XCTest

/// pprof's protobuf: the shapes that writers give it, and what a damaged one gives. (formats.md, section 4)
final class PprofProtoTests: XCTestCase {
    private func stacks(_ file: PprofBytes) throws -> [String: [Int64]] {
        ProfileDump.stacks(try ProfileDump.read(file.file))
    }

    func testPackedUnpackedAndMixedListsAreTheSame() throws {
        var file = PprofBytes.small()
        file.sample([3, 2, 1], [5])
        file.message.message(2) {
            for location in [3, 2, 1] as [Int64] { $0.number(1, location) }
            $0.number(2, 7)
        }
        file.message.message(2) {
            $0.packed(1, [3, 2])
            $0.number(2, 11)
            $0.packed(1, [1])
        }
        file.message.message(2) {
            $0.number(1, 3)
            $0.packed(1, [2, 1])
            $0.packed(2, [13])
        }
        XCTAssertEqual(try stacks(file), ["a:1;b:1;c:1": [36]])
    }

    /// Samples whose fields stand in another order than usual, or with others between them.
    func testLayoutsOfASampleAreTheSame() throws {
        var file = PprofBytes.small()
        let (key, value) = (file.index("color"), file.index("red"))
        let label: (inout ProtobufBytes) -> Void = { message in
            message.message(3) {
                $0.number(1, key)
                $0.number(2, value)
            }
        }
        file.sample([3, 1], [5], label)
        file.message.message(2) {
            label(&$0)
            $0.packed(2, [7])
            $0.packed(1, [3, 1])
        }
        file.message.message(2) {
            $0.packed(1, [3, 1])
            label(&$0)
            $0.number(2, 11)
        }
        file.message.number(12, 1)
        file.sample([3, 1], [13]) {
            label(&$0)
            $0.number(77, 1)
        }
        let profile = try ProfileDump.read(file.file, detail: .threads)
        XCTAssertEqual(profile.samples.count, 1)
        XCTAssertEqual(profile.samples.value(0, of: ValueTypeID(1)), 36)
        XCTAssertEqual(profile.metadata.fileCounts["labelled_samples"], 4)
    }

    /// Values before locations, as Go's runtime writes them; both ways, packed or not, whole or in two parts.
    func testValuesAndLocationsComeInAnyOrder() throws {
        var file = PprofBytes.small()
        let (key, value) = (file.index("color"), file.index("red"))
        typealias Part = (inout ProtobufBytes) -> Void
        let locations: [[Part]] = [
            [{ $0.packed(1, [3, 1]) }],
            [
                {
                    $0.number(1, 3)
                    $0.number(1, 1)
                }
            ],
            [{ $0.packed(1, [3]) }, { $0.packed(1, [1]) }], [{ $0.number(1, 3) }, { $0.packed(1, [1]) }],
            [{ $0.packed(1, []) }, { $0.packed(1, [3, 1]) }],
        ]
        let values: [Part] = [{ $0.packed(2, [5]) }, { $0.number(2, 5) }]
        let label: Part = { message in
            message.message(3) {
                $0.number(1, key)
                $0.number(2, value)
            }
        }
        var count = 0
        for places in locations {
            for value in values {
                for hasLabel in [false, true] {
                    // The values stand before, between and behind what the locations are made of.
                    for place in 0...places.count {
                        var parts = places
                        parts.insert(value, at: place)
                        if hasLabel { parts.append(label) }
                        file.message.message(2) { for part in parts { part(&$0) } }
                        count += 1
                    }
                }
            }
        }
        XCTAssertEqual(try stacks(file), ["a:1;c:1 {color=red}": [130], "a:1;c:1": [130]])
        XCTAssertEqual(count, 52)
    }

    /// One number or two are not packed by Go's runtime; their bytes may be those of a packed list of others.
    func testNumbersThatAreNotPacked() throws {
        var file = PprofBytes()
        file.sampleType("samples", "count")
        file.sampleType("cpu", "nanoseconds")
        for (id, name) in [(3, "a"), (4, "b"), (8, "c")] as [(Int64, String)] {
            file.function(id, name)
            file.location(id, functions: [id])
        }
        for isPacked in [true, false, true] {
            file.message.message(2) {
                if isPacked {
                    $0.packed(1, [8, 3, 8, 4])
                } else {
                    $0.number(1, 3)
                    $0.number(1, 4)
                }
                $0.number(2, 1)
                $0.number(2, 70_000_000_000)
            }
        }
        XCTAssertEqual(try stacks(file), ["b:1;c:1;a:1;c:1": [2, 140_000_000_000], "b:1;a:1": [1, 70_000_000_000]])
        file.message.message(2) {
            $0.number(1, 3)
            for value in 1...3 as ClosedRange<Int64> { $0.number(2, value) }
        }
        XCTAssertThrowsError(try stacks(file)) { XCTAssertEqual(($0 as? TraceError)?.code, "pprof.values") }
    }

    /// Ids of one to ten bytes, locations of one to four calls, and a list at the very end of the file.
    func testLocationsOfAllSizes() throws {
        let ids: [Int64] = [1, 200, 40_000, 3_000_000, 1 << 30, 1 << 40, -5]
        for calls in 1...4 {
            var file = PprofBytes()
            file.sampleType("cpu", "nanoseconds")
            _ = file.index("f")
            file.function(1, "f")
            for id in ids { file.location(id, address: id & 0xFFFF, functions: [Int64](repeating: 1, count: calls)) }
            // Strings before samples, so that the last list has nothing behind it.
            var whole = file.file
            var sample = ProtobufBytes()
            sample.message(2) {
                $0.packed(2, [5])
                $0.packed(1, ids)
            }
            whole += sample.bytes
            var plain = ProtobufBytes()
            plain.message(2) {
                $0.packed(1, ids + ids)
                $0.packed(2, [1])
            }
            let profile = try ProfileDump.read(whole + plain.bytes)
            let depths = (0..<profile.samples.count).map { profile.path(profile.samples.key($0).stack).count }
            XCTAssertEqual(depths, [calls * ids.count, calls * ids.count * 2], "\(calls)")
        }
    }

    /// Where hardly any list of locations comes again they are not looked up any more; what comes again then is the
    /// same stack all the same.
    func testManyStacksOnceAndThenTheSameAgain() throws {
        var file = PprofBytes()
        file.sampleType("cpu", "nanoseconds")
        for id in 1...100 as ClosedRange<Int64> {
            file.function(id, "f\(id)")
            file.location(id, functions: [id])
        }
        for round in 0..<2 {
            for number in 0..<6000 as Range<Int64> {
                file.sample([number % 100 + 1, number / 100 + 1], [Int64(round) + 1])
            }
        }
        let profile = try ProfileDump.read(file.file, detail: .stacks)
        XCTAssertEqual(profile.samples.count, 6000)
        XCTAssertEqual(Set((0..<6000).map { profile.samples.value($0, of: ValueTypeID(1)) }), [3])
    }

    func testUnknownFieldsAndGroupsArePassedOver() throws {
        var file = PprofBytes.small()
        file.sample([2, 1], [5]) {
            $0.number(99, 1)
            $0.text(98, [1, 2, 3])
            // A double, a float, and a group that holds a group.
            $0.raw(ProtobufBytes.varint(97 << 3 | 1) + [UInt8](repeating: 9, count: 8))
            $0.raw(ProtobufBytes.varint(96 << 3 | 5) + [UInt8](repeating: 9, count: 4))
            $0.raw(ProtobufBytes.varint(95 << 3 | 3))
            $0.raw(ProtobufBytes.varint(94 << 3 | 3))
            $0.number(1, 3)
            $0.raw(ProtobufBytes.varint(94 << 3 | 4))
            $0.raw(ProtobufBytes.varint(95 << 3 | 4))
        }
        file.message.raw(ProtobufBytes.varint(90 << 3 | 3))
        file.message.text(2, [0xFF])
        file.message.raw(ProtobufBytes.varint(90 << 3 | 4))
        XCTAssertEqual(try stacks(file), ["a:1;b:1": [5]])
    }

    func testGroupsThatDoNotEndAreDamage() {
        for ending in [[], ProtobufBytes.varint(91 << 3 | 4), ProtobufBytes.varint(90 << 3 | 6)] {
            var file = PprofBytes.small()
            file.sample([1], [5])
            var bytes = file.file
            bytes += ProtobufBytes.varint(90 << 3 | 3) + ending
            XCTAssertThrowsError(try ProfileDump.read(bytes)) {
                XCTAssertEqual(($0 as? TraceError)?.code, "protobuf.wire")
            }
        }
        let deep = [[UInt8]](repeating: ProtobufBytes.varint(90 << 3 | 3), count: 100_000).flatMap { $0 }
        XCTAssertThrowsError(try ProfileDump.read(PprofBytes.small().file + deep))
    }

    /// Strings and tables may come after what refers to them, as in no known writer.
    func testPartsComeInAnyOrder() throws {
        var file = PprofBytes()
        file.sample([2, 1], [5, 6])
        file.location(2, functions: [8])
        file.function(8, "callee")
        file.location(1, functions: [9])
        file.function(9, "caller")
        file.sampleType("samples", "count")
        file.sampleType("cpu", "nanoseconds")
        // `sniff` wants the sample types first, as a file tells its format by them.
        let reader = try ByteReader(source: MemorySource(file.file), name: "test")
        var options = ReadOptions()
        options.detail = .everything
        let profile = try FormatRegistry.read(reader, format: FormatRegistry.format(id: "pprof"), options: options)
        XCTAssertEqual(ProfileDump.stacks(profile), ["caller:1;callee:1": [5, 6]])
        XCTAssertEqual(profile.valueType(profile.defaultValueType).name, "cpu")
    }

    func testDefaultSampleTypeIsByName() throws {
        var file = PprofBytes()
        for name in ["alloc_objects", "alloc_space", "inuse_objects"] { file.sampleType(name, "count") }
        file.message.number(14, file.index("alloc_space"))
        file.sample([], [1, 2, 3])
        let profile = try ProfileDump.read(file.file)
        XCTAssertEqual(profile.valueType(profile.defaultValueType).name, "alloc_space")
    }

    func testInlinedCallsStandOnTheirCaller() throws {
        var file = PprofBytes.small()
        file.location(10, address: 160, functions: [3, 2, 1])
        file.sample([10], [5])
        let profile = try ProfileDump.read(file.file)
        XCTAssertEqual(ProfileDump.stacks(profile), ["a:3;b:2;c:1": [5]])
        let path = profile.path(profile.samples.key(0).stack)
        XCTAssertEqual(path.map { profile.frames[$0].flags.contains(.inlined) }, [false, true, true])
    }

    func testLabelsKeepUnitsAndRepeatedKeys() throws {
        var file = PprofBytes.small()
        let (key, red, blue) = (file.index("color"), file.index("red"), file.index("blue"))
        let (size, unit) = (file.index("size"), file.index("bytes"))
        file.sample([1], [5]) {
            for value in [red, blue] {
                $0.message(3) {
                    $0.number(1, key)
                    $0.number(2, value)
                }
            }
            $0.message(3) {
                $0.number(1, size)
                $0.number(3, 4096)
                $0.number(4, unit)
            }
            $0.message(3) {
                $0.number(1, size)
                $0.number(3, -1)
            }
        }
        XCTAssertEqual(try stacks(file), ["a:1 {color=red,color=blue,size=-1,size=4096bytes}": [5]])
    }

    /// The same name in two mappings is two functions, where no source file says otherwise.
    func testFunctionsBelongToTheirMapping() throws {
        var file = PprofBytes()
        file.sampleType("cpu", "nanoseconds")
        file.mapping(1, "/usr/bin/one")
        file.mapping(2, "/usr/lib/two.so")
        file.function(1, "work")
        file.location(1, address: 16, mapping: 1, functions: [1])
        file.location(2, address: 32, mapping: 2, functions: [1])
        file.sample([1], [3])
        file.sample([2], [4])
        XCTAssertEqual(try stacks(file), ["work (/usr/bin/one):1": [3], "work (/usr/lib/two.so):1": [4]])
    }

    func testWhatHasNoNameIsItsAddress() throws {
        var file = PprofBytes.small()
        file.function(7, "", system: "_ZN1a1bEv")
        file.function(8, "")
        file.location(7, address: 0xAB, functions: [7])
        file.location(8, address: 0xCD, functions: [8])
        file.location(9, address: -1, functions: [])
        file.sample([9, 8, 7], [5])
        XCTAssertEqual(try stacks(file), ["_ZN1a1bEv:1;0xcd:1;0xffffffffffffffff": [5]])
    }

    func testIdsMayBeAnyNumberButNought() throws {
        var file = PprofBytes()
        file.sampleType("cpu", "nanoseconds")
        file.function(.max, "a")
        file.function(-1, "b")
        file.location(.min, functions: [.max])
        file.location(1 << 40, functions: [-1])
        file.sample([1 << 40, .min], [5])
        XCTAssertEqual(try stacks(file), ["a:1;b:1": [5]])
    }

    func testNegativeValuesAreKeptWithAWarning() throws {
        var file = PprofBytes.small()
        file.sample([1], [-5])
        file.sample([2], [7])
        let profile = try ProfileDump.read(file.file)
        XCTAssertEqual(ProfileDump.stacks(profile), ["a:1": [-5], "b:1": [7]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["pprof.negative"])
    }

    func testSumsBeyond64BitsAreHeldAndSaid() throws {
        var file = PprofBytes.small()
        for _ in 0..<3 { file.sample([1], [.max - 1]) }
        for detail in [SampleDetail.stacks, .everything] {
            let profile = try ProfileDump.read(file.file, detail: detail)
            XCTAssertEqual(ProfileDump.stacks(profile), ["a:1": [.max]])
            XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["profile.sum.overflow"])
        }
    }

    /// pprof reads a location whose mapping does not exist: so do we, and say so.
    func testMissingMappingIsAWarning() throws {
        var file = PprofBytes.small()
        file.location(4, mapping: 77, functions: [1])
        file.sample([4], [5])
        let profile = try ProfileDump.read(file.file)
        XCTAssertEqual(ProfileDump.stacks(profile), ["a:1": [5]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["pprof.mapping"])
    }

    func testBrokenReferencesAreErrors() throws {
        let cases: [(code: String, change: (inout PprofBytes) -> Void)] = [
            ("pprof.location", { $0.sample([99], [1]) }), ("pprof.location", { $0.location(1, functions: []) }),
            ("pprof.location", { $0.location(0, functions: []) }),
            ("pprof.function", { $0.location(9, functions: [99]) }), ("pprof.function", { $0.function(1, "a") }),
            ("pprof.function", { $0.function(0, "a") }), ("pprof.values", { $0.sample([1], [1, 2]) }),
            ("pprof.values", { $0.sample([1], []) }), ("pprof.mapping", { $0.mapping(0, "x") }),
            (
                "pprof.string",
                {
                    $0.message.message(5) {
                        $0.number(1, 50); $0.number(2, 1 << 40)
                    }
                }
            ),
        ]
        for (index, item) in cases.enumerated() {
            var file = PprofBytes.small()
            file.sample([1], [1])
            item.change(&file)
            XCTAssertThrowsError(try ProfileDump.read(file.file), "case \(index)") {
                XCTAssertEqual(($0 as? TraceError)?.code, item.code, "case \(index)")
            }
        }
    }

    func testStringZeroMustBeEmpty() {
        var whole = ProtobufBytes()
        whole.message(1) { $0.number(1, 0) }
        whole.text(6, Array("x".utf8))
        XCTAssertThrowsError(try ProfileDump.read(whole.bytes)) {
            XCTAssertEqual(($0 as? TraceError)?.code, "pprof.strings")
        }
    }

    /// A file of kilobytes may name a location with thousands of inlined calls thousands of times.
    func testInlinedCallsDoNotMultiplyWithoutEnd() throws {
        var file = PprofBytes.small()
        file.location(10, functions: [Int64](repeating: 1, count: 20_000))
        file.sample([Int64](repeating: 10, count: 20_000), [1])
        XCTAssertThrowsError(try ProfileDump.read(file.file)) {
            XCTAssertEqual(($0 as? TraceError)?.code, "input.depth")
        }
    }

    /// Summing up reads stacks as lists: it must find what the tree gives.
    func testLooseStacksHoldTheSameAsTheTree() throws {
        var file = PprofBytes.small()
        file.location(10, functions: [2, 1])
        for (locations, value) in [([3, 2, 1], 5), ([1, 1, 2], 7), ([], 11), ([10, 3], 13), ([3, 2, 1], 17)] {
            file.sample(locations.map(Int64.init), [Int64(value)])
        }
        var options = ReadOptions()
        options.allowsLooseStacks = true
        let loose = try FormatRegistry.read(
            ByteReader(source: MemorySource(file.file), name: "test"), options: options)
        XCTAssertTrue(loose.hasLooseStacks)
        XCTAssertEqual(loose.stacks.count, 1)
        let tree = try ProfileDump.read(file.file, detail: .stacks)
        XCTAssertFalse(tree.hasLooseStacks)
        // Merging makes a tree of them.
        let twice = try mergeProfiles([loose, tree])
        XCTAssertFalse(twice.hasLooseStacks)
        XCTAssertEqual(ProfileDump.stacks(twice), ProfileDump.stacks(tree).mapValues { $0.map { $0 * 2 } })
        XCTAssertEqual(
            ProfileDump.stacks(tree), ["a:1;b:1;c:1": [22], "b:1;a:1;a:1": [7], "": [11], "c:1;a:2;b:1": [13]])
    }
}
