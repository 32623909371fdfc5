import ProfileAnalysis
import StackModel
import XCTest

/// Patterns, renaming, and what is stripped off names.
final class TransformNameTests: XCTestCase {
    private func stripped(_ name: String, _ parts: String?) throws -> String {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        let function = builder.function(Function(name: builder.string(name)))
        let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
        builder.addSample(SampleKey(stack: stack), values: [1])
        let result = try TransformFixture.apply("strip", parts, to: builder.finish())
        return result.text(result.functions[FunctionID(1)].name)
    }

    func testParts() throws {
        let cases: [(part: String, before: String, after: String)] = [
            ("addresses", "main+0x1f", "main"), ("addresses", "main+0x1f/0x40", "main"), ("addresses", "a+b", "a+b"),
            ("addresses", "0x7f00beef", "[unknown]"), ("addresses", "[0x7f00beef]", "[unknown]"),
            ("addresses", "<function f at 0x7f12>", "<function f>"), ("addresses", "0xtra", "0xtra"),
            ("clones", "f.constprop.0", "f"), ("clones", "f.isra.1.part.2.cold", "f"), ("clones", "f.cold.3", "f"),
            ("clones", "f(int) [clone .constprop.0] [clone .cold]", "f(int)"), ("clones", "f.llvm.123", "f"),
            ("clones", "Object.clone", "Object.clone"), ("clones", "main.func1", "main.func1"),
            ("clones", ".cold", ".cold"),
            ("v8", "*foo a.js:1:2", "foo a.js:1:2"), ("v8", "LazyCompile:~foo", "LazyCompile:foo"),
            ("v8", "JS:^f", "JS:f"),
            ("v8", "~Widget()", "~Widget()"), ("v8", "*", "*"), ("v8", "std::foo", "std::foo"),
            ("rust", "core::fmt::write::h0123456789abcdef", "core::fmt::write"), ("rust", "a::h012", "a::h012"),
            ("templates", "std::vector<int, std::allocator<int> >::push_back(int&&)", "std::vector::push_back(int&&)"),
            ("templates", "operator<< <char>(std::ostream&)", "operator<<(std::ostream&)"),
            ("templates", "bool operator< <int>(A<int> const&)", "bool operator<(A const&)"),
            ("templates", "f<(1 > 2)>::g", "f::g"), ("templates", "f<int () -> int>", "f"),
            ("templates", "A<&B::operator-> >::c", "A::c"),
            ("templates", "a::operator()<int>(int)", "a::operator()(int)"),
            ("templates", "<T as Trait>::call", "<T as Trait>::call"), ("templates", "Vec::<u8>::new", "Vec::new"),
            ("templates", "<impl Foo for Bar<T>>::baz", "<impl Foo for Bar>::baz"), ("templates", "a<b", "a<b"),
            ("templates", "<module>", "<module>"), ("templates", "f.<locals>.g", "f.<locals>.g"),
            ("templates", "<built-in method builtins.exec>", "<built-in method builtins.exec>"),
            ("all", "*f<int>.cold", "f"),
        ]
        for test in cases {
            XCTAssertEqual(try stripped(test.before, test.part), test.after, "\(test.part): \(test.before)")
        }
        XCTAssertEqual(try stripped("f.cold", nil), "f")
        XCTAssertThrowsError(try TransformWord("strip", "adresses").transform())
    }

    private func matches(_ pattern: String, _ name: [UInt8], _ extent: NamePattern.Extent = .part) throws -> Bool {
        var matcher = PatternMatcher(try NamePattern(pattern, extent, for: TransformWord("focus", pattern)))
        return try ByteView.withBytes(of: name) { view in Result { try matcher.matches(view) } }.get()
    }

    func testPatternsWorkOnRawNames() throws {
        XCTAssertTrue(try matches("^caf.$", Array("café".utf8)))
        XCTAssertTrue(try matches("(?i)CAFÉ", Array("café".utf8)))
        XCTAssertTrue(
            try matches("foo", [0xFF, 0xFE] + Array("foo".utf8) + [0xC3]), "what is not UTF-8 matches no letter")
        XCTAssertTrue(try matches("^\u{FFFD}foo", [0xFF] + Array("foo".utf8)), "it matches what is shown for it")
        XCTAssertFalse(try matches("^foo", [0xFF] + Array("foo".utf8)))
        XCTAssertFalse(try matches("foo", [0xFF] + Array("foo".utf8), .wholeName))
        XCTAssertFalse(try matches("foo", Array("foo".utf8) + [0xFF], .wholeName))
        XCTAssertTrue(try matches("a|foo", Array("foo".utf8), .wholeName))
        XCTAssertFalse(try matches("a|fo", Array("foo".utf8), .wholeName))
        XCTAssertFalse(try matches("foo$", Array("foo\n".utf8)), "$ is the very end")
        XCTAssertTrue(try matches("(?P<n>x)\\w*", Array("xy".utf8)), "as Go writes groups")
        XCTAssertTrue(try matches("", Array("x".utf8)))
    }

    func testBadPatternsAreErrorsWithAPlace() throws {
        for pattern in ["(", "a{2,1}", "[z-a]", "\\", "\\C", String(repeating: "x", count: 40_000)] {
            XCTAssertThrowsError(try TransformWord("focus", pattern).transform(), pattern) { error in
                XCTAssertEqual((error as? TransformError)?.code, "transform.pattern")
            }
        }
        XCTAssertThrowsError(try TransformWord("focus", "é(").transform()) { error in
            let words = (error as? TransformError)?.description ?? ""
            XCTAssertTrue(words.hasPrefix("error: focus \"é(\": expected"), words)
            XCTAssertTrue(words.contains("at character 3"), words)
        }
        XCTAssertThrowsError(try TransformWord("focus").transform())
        XCTAssertThrowsError(try TransformWord("focus", "").transform())
    }

    func testPatternsThatRunAwayAreStopped() throws {
        let start = ContinuousClock.now
        for pattern in ["(x+x+)+[yz]", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x|xx)+\\d", "(x*)*\\d"] {
            let name = Array(repeating: UInt8(ascii: "x"), count: 2000)
            XCTAssertThrowsError(try matches(pattern, name).description == "never", pattern) { error in
                XCTAssertEqual((error as? TransformError)?.code, "transform.pattern.slow", pattern)
            }
        }
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(10))
    }

    func testRenaming() throws {
        let profile = TransformFixture.profile(["main;a.b.c 3", "main;a_b_c 4"])
        XCTAssertEqual(
            TransformFixture.folded(try TransformFixture.apply("rename", "\\.=>_", to: profile)), ["main;a_b_c": 7])
        XCTAssertEqual(
            TransformFixture.folded(try TransformFixture.apply("rename", "^a.*=>", to: profile)), ["main;[unknown]": 7])
        XCTAssertEqual(
            TransformFixture.folded(try TransformFixture.apply("rename", "(?<x>ma)=>${x}$x", to: profile)).count, 2)
        XCTAssertThrowsError(try TransformFixture.apply("rename", "a=>$9", to: profile)) {
            XCTAssertEqual(($0 as? TransformError)?.code, "transform.replacement")
        }
        XCTAssertThrowsError(try TransformWord("rename", "a").transform())
        XCTAssertThrowsError(try TransformWord("rename", "=>a").transform())
    }

    func testWordsAreReadAndWritten() throws {
        XCTAssertEqual(TransformWord("focus", "^server").description, "focus \"^server\"")
        XCTAssertEqual(try TransformWord("tagfocus", "a=b").transform().word.name, "tag-focus")
        XCTAssertThrowsError(try TransformWord("focsu", "x").transform()) { error in
            XCTAssertEqual((error as? TransformError)?.advice, "near to it: focus, tag-focus")
        }
        XCTAssertThrowsError(try TransformWord("collapse-recursion", "x").transform())
        let detail = try TransformWord.transforms([TransformWord("thread", "1"), TransformWord("focus", "x")]).detail
        XCTAssertEqual(detail, .threads)
        for descriptor in TransformCatalogue.all {
            XCTAssertFalse(descriptor.help.isEmpty)
            XCTAssertEqual(descriptor.argument == .none, descriptor.argument.placeholder == nil)
            if !descriptor.example.isEmpty, descriptor.name != "keep-frames" {
                XCTAssertNoThrow(try TransformWord(descriptor.name, descriptor.example).transform(), descriptor.name)
            }
        }
    }
}
