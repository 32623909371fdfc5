import StackModel
import XCTest

@testable import ProfileAnalysis

/// Names as the source has them, and the names of the trace beside them.
final class DemangleTests: XCTestCase {
    private func profile(_ names: [String], file: String = "") -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        let type = builder.valueType(ValueType(name: "samples", unit: "count"))
        for name in names {
            let function = Function(name: builder.string(name), file: builder.string(file))
            let frame = builder.frame(Frame(function: builder.function(function)))
            let stack = builder.stack(parent: .none, frame: frame)
            builder.addSample(SampleKey(stack: stack, valueType: type), value: 1)
        }
        return builder.finish()
    }

    private func names(_ profile: Profile) -> [String] {
        (0..<profile.samples.count).map { row in
            let frame = profile.stacks.frame(profile.samples.key(row).stack)
            return profile.text(profile.functions[profile.function(of: frame)].name)
        }
    }

    func testMangledNamesAreAlwaysRead() throws {
        let pairs = [
            ("_ZN3foo3barEv", "foo::bar()"), ("__ZN3foo3barEi", "foo::bar(int)"),
            ("_ZNSt6vectorIiSaIiEE9push_backERKi", "std::vector<int, std::allocator<int> >::push_back(int const&)"),
            ("_ZN12_GLOBAL__N_14workEv", "(anonymous namespace)::work()"),
            ("_ZN3foo3barEv.constprop.0", "foo::bar() [clone .constprop.0]"),
            ("_Z3foov.isra.0", "foo() [clone .isra.0]"), ("_Z3foov.cold", "foo() [clone .cold]"),
            ("_Z3fooi.constprop.1.cold", "foo(int) [clone .constprop.1] [clone .cold]"),
            ("_ZN3foo3barEv@plt", "foo::bar()@plt"), ("_ZN3foo3barEv@@GLIBCXX_3.4", "foo::bar()@@GLIBCXX_3.4"),
            ("_ZZ4mainENKUlvE_clEv", "main::{lambda()#1}::operator()() const"),
            ("_ZTV3Foo", "vtable for Foo"), ("_ZThn16_N3Foo3barEv", "non-virtual thunk to Foo::bar()"),
            ("_RINvNtC3std3mem8align_ofjE", "std::mem::align_of::<usize>"), ("_Z", "_Z"), ("_R", "_R"),
            ("zend_execute", "zend_execute"), ("_Random", "_Random"), ("_GLOBAL__sub_I_main", "_GLOBAL__sub_I_main"),
            ("_ZN7mycrate3foo17h0123456789abcdefE", "mycrate::foo"), ("_RNvC7mycrate3foo", "mycrate::foo"),
            ("_RNvNtC7mycrate4main4work", "mycrate::main::work"), ("$s4main3fooyyF", "main.foo() -> ()"),
            // What is none stays: cut symbols, C, and what only looks alike.
            ("_ZN3foo3ba", "_ZN3foo3ba"), ("_Zebra", "_Zebra"), ("_start", "_start"), ("$scope", "$scope"),
            ("_ZN", "_ZN"), ("Lcom/acme/Server;::run", "Lcom/acme/Server;::run"), ("main", "main"),
        ]
        let profile = profile(pairs.map(\.0))
        let result = profile.demangled()
        XCTAssertEqual(names(result), pairs.map(\.1))
        XCTAssertEqual(result.total(try result.selection(named: nil)).value, Int64(pairs.count))
        let raw = (1..<result.functions.count).map { row -> String in
            let function = result.functions[FunctionID(row: row)]
            return result.text(function.systemName.isNone ? function.name : function.systemName)
        }
        XCTAssertEqual(Set(raw), Set(pairs.map(\.0)))
    }

    func testAProfileWithoutMangledNamesIsNotCopied() {
        let plain = profile(["main", "_start", "$x", "<module>"])
        XCTAssertTrue(plain.demangled() === plain)
    }

    func testOtherLanguagesWhereTheyAreAskedFor() throws {
        let pairs = [
            ("Lcom/acme/Server;::run", "com.acme.Server.run"), ("Lcom/acme/Server$Job;.run", "com.acme.Server$Job.run"),
            ("java/lang/String.hashCode_[j]", "java.lang.String.hashCode_[j]"), ("Library", "Library"),
            ("/usr/lib/libc.so", "/usr/lib/libc.so"), ("List.$plus$plus", "List.++"), ("a.$colon$colon$eq", "a.::="),
            ("<module>", "<module> app.py"), ("<lambda>", "<lambda> app.py"), ("main.run.func1", "main.run.func1"),
            ("read/write", "read/write"),
        ]
        let all = try TransformWord("demangle").transform().apply(to: profile(pairs.map(\.0), file: "/srv/app.py"))
        XCTAssertEqual(names(all), pairs.map(\.1))
        let java = try TransformWord("demangle", "java").transform().apply(to: profile(["<module>", "La/B;::c"]))
        XCTAssertEqual(names(java), ["<module>", "a.B.c"])
        XCTAssertThrowsError(try TransformWord("demangle", "cobol").transform())
    }

    /// Symbols that stand for names without end, and ones cut, spliced and repeated at random.
    func testHostileSymbols() {
        var doubling = "_Z1fI"
        for _ in 0..<60 { doubling += "St4pairI" }
        doubling += "iiE" + String(repeating: "S_S_E", count: 60) + "EvT_"
        let exponential =
            "_ZN1aI" + (0..<30).map { "1bIS\($0 == 0 ? "" : String($0 - 1, radix: 36).uppercased())_S_E" }.joined()
        let nested = "_Z" + String(repeating: "N", count: 4000) + "1aE"
        let pointers = "_Z1f" + String(repeating: "P", count: 4000) + "i"
        let rust = "_RINvC1a1f" + String(repeating: "T", count: 2000) + "E"
        let back = "_RNvC1a" + String(repeating: "Ba_", count: 1000)
        var symbols = [
            doubling, exponential, nested, pointers, rust, back, String(repeating: "_Z", count: 5000), "_Z\u{0}x",
        ]
        let seeds = ["_ZNSt6vectorIiSaIiEE9push_backERKi", "_RNvNtC7mycrate4main4work", "$s4main3fooyyF", doubling]
        var state: UInt64 = 0x5EED
        func dice(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(bound, 1)
        }
        for _ in 0..<3000 {
            var bytes = Array(seeds[dice(seeds.count)].utf8)
            for _ in 0..<(1 + dice(4)) {
                let place = 2 + dice(bytes.count - 2)
                switch dice(3) {
                case 0: bytes[place] = Array("NSIEPKRT0123_abvSt".utf8)[dice(18)]
                case 1: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 3))
                }
                if bytes.count < 6 { break }
            }
            symbols.append(String(decoding: bytes, as: UTF8.self))
        }
        let start = ContinuousClock.now
        let result = profile(symbols).demangled()
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(20))
        XCTAssertEqual(result.samples.count, profile(symbols).samples.count)
    }
}
