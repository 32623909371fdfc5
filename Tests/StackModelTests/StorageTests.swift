import StackModel
import XCTest

/// What tables are made of: numbers of seven bits a byte, trees that find their children, sets of labels.
final class StorageTests: XCTestCase {
    private let numbers: [UInt64] = [0, 1, 127, 128, 300, 16_383, 16_384, 2_097_151, 1 << 27, 1 << 28, 1 << 35, .max]

    private func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    func testNumbersAreWrittenAndReadAlike() {
        var column = Column<UInt8>()
        for number in numbers { column.append(varint: number) }
        let expected = numbers.flatMap(varint)
        XCTAssertEqual(column.view(0, column.count).bytes, expected)
        ByteView.withBytes(of: expected + [UInt8](repeating: 0xFF, count: 8)) { view in
            var place = 0
            for number in numbers {
                let found = view.varint(at: place, before: expected.count)
                XCTAssertEqual(found?.value, number)
                let short = view.shortVarint(at: place)
                XCTAssertEqual(short.map { UInt64($0.value) }, number < 1 << 28 ? number : nil)
                if let short { XCTAssertEqual(short.end, found?.end) }
                XCTAssertNil(view.varint(at: place, before: (found?.end ?? 0) - 1), "cut before its end")
                place = found?.end ?? place
            }
            XCTAssertNil(view.shortVarint(at: view.count - 7), "eight bytes must be there")
            XCTAssertNil(view.varint(at: expected.count, before: view.count), "it does not end")
        }
    }

    func testNumbersBeyond64BitsAreNone() {
        for last in [2, 0x80] as [UInt8] {
            ByteView.withBytes(of: [UInt8](repeating: 0xFF, count: 9) + [last, 1, 1]) { view in
                XCTAssertNil(view.varint(at: 0, before: view.count))
            }
        }
    }

    /// Digits before a place, eight at a time, against the digits one by one: at every distance from the beginning, behind
    /// every kind of byte.
    func testNumbersBeforeAPlace() {
        let digits = Array("9081726354907182".utf8)
        for before in [0x20, 0x2E, 0x2F, 0x3A, 0x00, 0x80, 0xB9, 0xFF] as [UInt8] {
            for distance in 0...18 {
                for count in 0...18 {
                    let number = (0..<count).map { digits[$0 % digits.count] }
                    let text = [UInt8](repeating: before, count: distance) + number
                    let expected = (1...16).contains(count) ? UInt64(String(decoding: number, as: UTF8.self)) : nil
                    ByteView.withBytes(of: text + [0x39]) { view in
                        let found = view.number(before: text.count)
                        // Near the beginning more digits than 16 are none either: the text is not so long.
                        XCTAssertEqual(found?.value, expected, "\(distance) \(count) \(before)")
                        if expected != nil { XCTAssertEqual(found?.start, distance, "\(distance) \(count) \(before)") }
                    }
                    ByteView.withBytes(of: text) { view in
                        let isBehindBlank = distance > 0 && before == 0x20 && expected != nil
                        XCTAssertEqual(view.lastWholeNumber?.value, isBehindBlank ? expected.map(Int64.init) : nil)
                    }
                }
            }
        }
    }

    func testRowsThatAreFarApartAreGathered() {
        var source = Column<Int64>()
        for row in 0..<60 { source.append(Int64(row * row)) }
        var places = Column<Int>()
        for place in [19, 0, 7, 7, 3] { places.append(place) }
        for width in 1...3 {
            var target = Column<Int64>()
            target.append(-1)
            target.append(rows: places, of: source, width: width)
            var expected: [Int64] = [-1]
            for place in [19, 0, 7, 7, 3] {
                for index in 0..<width { expected.append(Int64((place * width + index) * (place * width + index))) }
            }
            XCTAssertEqual(target.withMemory { Array($0) }, expected)
        }
        source.append(rows: Column<Int>(), of: Column<Int64>())
        XCTAssertEqual(source.count, 60)
    }

    func testLengthsAreWrittenBehindTheirContent() {
        for length in [0, 1, 127, 128, 129, 16_383, 16_384, 3_000_000] {
            let content = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            var column = Column<UInt8>()
            column.append(7)
            column.append(0)
            for byte in content { column.append(byte) }
            column.close(from: 2)
            XCTAssertEqual(column.view(0, column.count).bytes, [7] + varint(UInt64(length)) + content, "\(length)")
        }
    }

    func testLocationsBecomeTheirFrames() {
        var pairs = Column(repeating: FramePair(), count: 40_000)
        for number in 1..<pairs.count where number % 101 != 0 {
            pairs[number].first = FrameID(row: number)
            if number % 3 == 0 { pairs[number].second = FrameID(row: number + 7) }
        }
        var stops = 0
        for _ in 0..<3000 {
            // Some are of no location, or longer than what is looked up.
            let ids = (0..<Int.random(in: 0...12)).map { _ in
                UInt64.random(in: 0...15) == 0
                    ? numbers.randomElement() ?? 0
                    : UInt64.random(in: 1..<(1 << UInt64.random(in: 1...15)))
            }
            let isNear = { (id: UInt64) in id < pairs.count && !pairs[Int(id)].first.isNone }
            let before = [UInt8](repeating: 0x85, count: .random(in: 0...3))
            let behind = [UInt8](repeating: .random(in: 0...255), count: .random(in: 0...12))
            let (lists, near) = (ids.map(varint), ids.prefix(while: isNear))
            let list = before.count..<(before.count + lists.joined().count)
            ByteView.withBytes(of: before + lists.joined() + behind) { bytes in
                var frames = Column<FrameID>()
                frames.append(FrameID(row: 5))
                let end = frames.append(locations: list, of: bytes, as: pairs)
                let whole = before.count + near.map { varint($0).count }.reduce(0, +)
                let isEarly = end < whole
                XCTAssertTrue(end <= whole && (!isEarly || bytes.count - end < 8), "\(ids) \(end) \(whole)")
                var expected: [FrameID] = [FrameID(row: 5)]
                var place = before.count
                for id in near where place < end {
                    let pair = pairs[Int(id)]
                    expected += pair.second.isNone ? [pair.first] : [pair.first, pair.second]
                    place += varint(id).count
                }
                XCTAssertEqual(place, end, "it stops between two")
                XCTAssertEqual((0..<frames.count).map { frames[$0] }, expected)
                if end < list.upperBound { stops += 1 }
            }
        }
        XCTAssertGreaterThan(stops, 0)
    }

    func testALongListOfLocationsIsTakenInPieces() {
        var pairs = Column(repeating: FramePair(), count: 300)
        for number in 1..<300 { pairs[number].first = FrameID(row: number) }
        let ids = (0..<100_000).map { UInt64($0 % 299 + 1) }
        let list = ids.flatMap(varint)
        ByteView.withBytes(of: list + [UInt8](repeating: 0, count: 8)) { bytes in
            var frames = Column<FrameID>()
            var (place, pieces) = (0, 0)
            while place < list.count {
                let end = frames.append(locations: place..<list.count, of: bytes, as: pairs)
                XCTAssertGreaterThan(end, place)
                guard end > place else { break }
                (place, pieces) = (end, pieces + 1)
            }
            XCTAssertEqual((0..<frames.count).map { UInt64(frames[$0].raw) }, ids)
            XCTAssertGreaterThan(pieces, 1)
        }
    }

    func testRunsCountOnceInEachGroup() {
        for _ in 0..<200 {
            let groups = [-1] + (0..<20).map { _ in Int32.random(in: -1...6) }
            var frames = Column<FrameID>()
            var ends = Column<Int>()
            var values: [Int64] = []
            var (own, total) = ([Int64](repeating: 0, count: 7), [Int64](repeating: 0, count: 7))
            for _ in 0..<Int.random(in: 0...12) {
                let run = (0..<Int.random(in: 0...9)).map { _ in Int.random(in: 0...20) }
                for frame in run { frames.append(FrameID(row: frame)) }
                ends.append(frames.count)
                values.append([.max, .min, 3, -4, 0, 17].randomElement() ?? 0)
                for group in Set(run.map { groups[$0] }) where group >= 0 {
                    total[Int(group)] = total[Int(group)].addingSaturated(values.last ?? 0)
                }
                if let leaf = run.last.map({ groups[$0] }), leaf >= 0 {
                    own[Int(leaf)] = own[Int(leaf)].addingSaturated(values.last ?? 0)
                }
            }
            var tallies = Column(repeating: RunTally(), count: 7)
            frames.tally(ends, values, by: groups, into: &tallies)
            XCTAssertEqual((0..<7).map { tallies[$0].own }, own)
            XCTAssertEqual((0..<7).map { tallies[$0].total }, total)
        }
    }

    func testOnlyTheFirstOfTwoIsAdded() {
        var column = Column<UInt32>()
        for count in 0...2 { column.append(first: count, of: 10, 20) }
        XCTAssertEqual((0..<column.count).map { column[$0] }, [10, 10, 20])
    }

    /// A tree of stacks against a dictionary; rows that were only appended are found as well.
    func testStacksAreFoundByTheirCallerAndFrame() {
        var dice = SystemRandomNumberGenerator()
        var table = StackTable(seed: 7)
        var known: [[UInt32]: StackID] = [:]
        for step in 0..<20_000 {
            let caller = StackID(row: Int.random(in: 0..<table.count, using: &dice))
            let frame = FrameID(UInt32.random(in: 1...3, using: &dice))
            let id: StackID
            if known[[caller.raw, frame.raw]] == nil, step % 5 == 0 {
                id = table.append(parent: caller, frame: frame)
            } else {
                id = table.intern(parent: caller, frame: frame)
            }
            XCTAssertEqual(known[[caller.raw, frame.raw], default: id], id)
            known[[caller.raw, frame.raw]] = id
            XCTAssertEqual([table.parent(id).raw, table.frame(id).raw], [caller.raw, frame.raw])
        }
        XCTAssertEqual(table.count, known.count + 1)
    }

    func testALabelSetIsOneInWhateverOrder() {
        var table = LabelTable(seed: 7)
        let (a, b) = (Label(key: StringID(1), text: StringID(2)), Label(key: StringID(3), number: 4, unit: .none))
        let both = table.intern([a, b])
        XCTAssertEqual(table.intern([b, a]), both)
        XCTAssertEqual(table[both], [a, b])
        XCTAssertNotEqual(table.intern([a]), both)
        XCTAssertNotEqual(table.intern([a, b, b]), both)
        // A number is no text, and 0 is a number.
        XCTAssertNotEqual(table.intern([Label(key: StringID(3), number: 0, unit: .none)]), table.intern([b]))
        XCTAssertNotEqual(
            table.intern([Label(key: StringID(3), number: .min, unit: .none)]),
            table.intern([Label(key: StringID(3), text: .none)]))
        XCTAssertEqual(table.intern([]), .none)
    }
}
