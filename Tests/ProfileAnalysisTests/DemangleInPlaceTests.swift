import StackModel
import XCTest

@testable import ProfileAnalysis

/// Names that are changed while a profile is built are those that the transform would have made.
final class DemangleInPlaceTests: XCTestCase {
    private func builder(_ names: [String]) -> ProfileBuilder {
        var builder = ProfileBuilder(detail: .stacks)
        let type = builder.valueType(ValueType(name: "samples", unit: "count"))
        for (index, name) in names.enumerated() {
            let function = builder.function(Function(name: builder.string(name)))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
            builder.addSample(SampleKey(stack: stack, valueType: type), value: Int64(index + 1))
        }
        return builder
    }

    private func functions(_ profile: Profile) -> [[String]] {
        (1..<profile.functions.count).map {
            let function = profile.functions[FunctionID(row: $0)]
            return [profile.text(function.name), profile.text(function.systemName)]
        }
    }

    func testInPlaceIsTheTransform() throws {
        let names = ["main", "_ZN3app3runEv", "_ZN3app4stopEv", "$s3app5startyyF", "_ZN3AppC1Ev", "_ZN3AppC2Ev"]
        var changed = builder(names)
        Demangle().apply(to: &changed)
        let inPlace = changed.finish()
        XCTAssertEqual(functions(inPlace), functions(builder(names).finish().demangled()))
        XCTAssertTrue(try Demangle().apply(to: inPlace) === inPlace, "nothing is left to do")
        XCTAssertEqual(functions(inPlace).map { $0[0] }.prefix(3), ["main", "app::run()", "app::stop()"])
    }

    func testFunctionsThatWouldBecomeOneAreLeftToTheTransform() throws {
        var builder = builder(["a", "b"])
        let system = builder.string("s")
        for name in ["x", "y"] { _ = builder.function(Function(name: builder.string(name), systemName: system)) }
        func same(_ rows: Int...) -> [FunctionID: [UInt8]] {
            rows.reduce(into: [:]) { $0[FunctionID(row: $1)] = Array("same".utf8) }
        }
        // System names keep the first two apart, whose old names these are; nothing does that for the other two.
        let (first, second) = (builder.rename(same(1, 2)), builder.rename(same(3, 4)))
        XCTAssertEqual([first, second], [true, false])
        let profile = builder.finish()
        XCTAssertEqual(functions(profile), [["same", "a"], ["same", "b"], ["x", "s"], ["y", "s"]])
    }
}
