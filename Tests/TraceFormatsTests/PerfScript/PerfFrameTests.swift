import StackModel
import XCTest

@testable import TraceFormats

/// Lines of a stack, and what follows an event on its own line.
final class PerfFrameTests: XCTestCase {
    func testFrames() {
        let cases: [(StaticString, String, String?)] = [
            ("\t          401000 main+0x10 (/usr/bin/prog)", "main", "/usr/bin/prog"),
            ("\t          401000 main (/usr/bin/prog)", "main", "/usr/bin/prog"),
            ("\t          401000 main+0x10 (/usr/bin/a b (c)/prog)", "main", "/usr/bin/a b (c)/prog"),
            (
                "\t          401000 f(int, (anonymous namespace)::X)+0x1 (/x.so (deleted))",
                "f(int, (anonymous namespace)::X)", "/x.so (deleted)"
            ),
            ("\t          401000 (anonymous namespace)::f+0x1 (/x.so)", "(anonymous namespace)::f", "/x.so"),
            (
                "\t          401000 std::map<int, std::less<int> >::find(int const&) const+0xab (/x)",
                "std::map<int, std::less<int> >::find(int const&) const", "/x"
            ),
            ("\t          401000 operator()(int)+0x1 (/x)", "operator()(int)", "/x"),
            ("\t          401000 operator+ (/x)", "operator+", "/x"),
            ("\t          401000 <T as a::B>::c+0xd (/x)", "<T as a::B>::c", "/x"),
            ("\t          401000 net/http.(*Client).Do+0x1 (/x)", "net/http.(*Client).Do", "/x"),
            ("\t          401000 f+0x1 (/x+0x1f00)", "f", "/x"),
            ("\t          401000 f+0x1 (/memfd:doublemapper (deleted))", "f", "/memfd:doublemapper (deleted)"),
            ("\t          401000 f (/a(b)", "f", "/a(b"), ("\t          401000 f (/a)b)", "f", "/a)b"),
            ("\t          401000 RegExp:[&<>\"'] (/tmp/perf-7.map)", "RegExp:[&<>\"']", "/tmp/perf-7.map"),
            ("\t               0 [unknown] ([unknown])", "[unknown]", "[unknown]"),
            ("\t          401000 (/bin/prog)", "", "/bin/prog"), ("\t          401000 main+0x10", "main", nil),
            ("\t          401000", "", nil), ("    7F12AB f (/x)  ", "f", "/x"),
            ("\t    7f12ab f ([JIT app cache])", "f", "[JIT app cache]"), ("401000 f (//anon)", "f", "//anon"),
        ]
        for (line, symbol, module) in cases {
            let frame = PerfFrame(ByteView(literal: line))
            XCTAssertEqual(frame?.symbol.text, symbol, "\(line)")
            XCTAssertEqual(frame?.module?.text, module, "\(line)")
            XCTAssertEqual(frame?.isInlined, false, "\(line)")
        }
    }

    func testInlined() {
        let perf = PerfFrame(ByteView(literal: "\t            1204 inl+0x14 (inlined)"))
        XCTAssertEqual(perf?.isInlined, true)
        XCTAssertEqual(perf?.symbol.text, "inl")
        XCTAssertNil(perf?.module)
        let swift = PerfFrame(ByteView(literal: "\t            1204 $s4main3fooyyF [inlined]+0x14 (/bin/swift prog)"))
        XCTAssertEqual(swift?.isInlined, true)
        XCTAssertEqual(swift?.symbol.text, "$s4main3fooyyF")
        XCTAssertEqual(swift?.module?.text, "/bin/swift prog")
    }

    func testWhatIsNoFrame() {
        let lines: [StaticString] = [
            "\tzz12 f (/x)", "\t0x401000 f (/x)", "\t0123456789abcdef0 f (/x)", "\t00000000004005f0\tinsn: 55",
            "\tmain+0x12:", "\t", "",
            " ABI:2    AX:0x80000021", " 0x401000/0x402000/P/-/-/0 ",
        ]
        for line in lines { XCTAssertNil(PerfFrame(ByteView(literal: line)), "\(line)") }
    }

    func testAddressesAtPerfsColumns() {
        let cases: [(StaticString, Bool)] = [
            ("ffffffff817554ea", true), ("          401000", true), ("               0", true),
            ("    7f1a2b3c4d5e", true),
            ("                ", false), ("      4010 0    ", false), ("12 4567890abcdef", false),
            ("fffffffF817554ea", false),
            ("          40100g", false), ("        \u{A0}401000", false), ("        4 401000", false),
            ("0123456 89abcdef", false),
            ("           .1000", false), ("          /:`@Gg", false),
        ]
        for (text, expected) in cases {
            XCTAssertEqual(ByteView(literal: text).isPaddedHexadecimal(at: 0), expected, "\(text)")
        }
    }

    func testFramesOnTheEventsLine() {
        let cases: [(StaticString, String?, String?, String?)] = [
            ("  ffffffff817554ea elf_load+0x28a ([kernel.kallsyms])", "elf_load", "[kernel.kallsyms]", nil),
            ("      7fc178ec3b70 _start+0x0 (/usr/a b/ld.so)", "_start", "/usr/a b/ld.so", nil),
            ("  ffffffff817554ea elf_load", "elf_load", nil, nil),
            // addr, with its own symbol, then the frame.
            (
                "     558990ec3030 __TMC_END__+0x0 (/tmp/w prog (x)) ffffffff817554ea elf_load+0x28a ([k])", "elf_load",
                "[k]", nil
            ),
            ("                0     7fc178ebd645 handle_amd+0x25 (/ld.so)", "handle_amd", "/ld.so", nil),
            // Text of a tracepoint, weights, registers behind.
            (" comm=migration/0 pid=18 target_cpu=000 ffffffff817554ea try_to ([k])", "try_to", "[k]", nil),
            ("               12               34     7fc178ebd645 f (/x)", "f", "/x", nil),
            ("      7fc178ec3b70 f (/x) ABI:2    AX:0x1", "f", "/x", nil),
            ("      7fc178ec3b70 f(int) (/x)        1f2e3d000 4K", "f(int)", "/x", nil),
            ("      7fc178ec3b70 f (/x) => 7fc178ec3b71 g (/y)", "f", "/x", nil),
            (" 7fa68b1f2d84 _dl_start+0x4 (/usr/lib/ld-2.31.so)", "_dl_start", "/usr/lib/ld-2.31.so", nil),
            // No frames.
            ("                0", nil, nil, nil), (" (1843c20)", nil, nil, nil),
            (" prev_comm=a prev_pid=1 ==> next_comm=b", nil, nil, nil),
            (" dfd: 0xffffff9c, filename: 0x7ffd444737d0", nil, nil, nil), ("", nil, nil, nil),
            (" abc def (x)", nil, nil, nil),
            // Cgroups.
            (" /user.slice/a b", nil, nil, "/user.slice/a b"), ("               12 /sys", nil, nil, "/sys"),
            (" unknown", nil, nil, nil),
            (" /user.slice     7fc178ec3b70 f (/x)", "f", "/x", "/user.slice"), (" path=/x", nil, nil, nil),
        ]
        for (text, symbol, module, cgroup) in cases {
            let inline = PerfInline(ByteView(literal: text))
            XCTAssertEqual(inline.frame?.symbol.text, symbol, "\(text)")
            XCTAssertEqual(inline.frame?.module?.text, module, "\(text)")
            XCTAssertEqual(inline.cgroup?.text, cgroup, "\(text)")
        }
    }

    func testSourceLines() {
        let cases: [(StaticString, String?, Int32, Bool)] = [
            ("  w.c:7", "w.c", 7, false), ("  w.c:6 (inlined)", "w.c", 6, true),
            ("  /a b/w.c:12 (discriminator 3)", "/a b/w.c", 12, false),
            ("  w.c:12 (discriminator 3) (inlined)", "w.c", 12, true), ("  ??:0", nil, 0, false),
            ("  :0", nil, 0, false),
            ("  w.c:?", "w.c", 0, false), ("  [kernel.kallsyms][ffffffff817554ea]", nil, 0, false),
            ("  w prog (x)[1204]", nil, 0, false),
            ("  w.c:99999999999", "w.c", .max, false),
        ]
        for (text, file, line, isInlined) in cases {
            let place = PerfSourceLine(ByteView(literal: text))
            XCTAssertEqual(place?.file?.text, file, "\(text)")
            XCTAssertEqual(place?.line, line, "\(text)")
            XCTAssertEqual(place?.isInlined, isInlined, "\(text)")
        }
        for text in ["  ABI:2    AX:0x8", " w.c:7", "   w.c:7", "\tw.c:7", "  1f2e3d4c5b6a79", "  x"] as [StaticString]
        {
            XCTAssertNil(PerfSourceLine(ByteView(literal: text)), "\(text)")
        }
    }

    func testKindsOfModules() {
        let cases: [(StaticString, MappingKind)] = [
            ("[kernel.kallsyms]", .kernel), ("[guest.kernel.kallsyms.7]", .kernel), ("[nf_conntrack]", .kernel),
            ("/lib/modules/6.1/kernel/fs/ext4.ko.xz", .kernel), ("/usr/lib/debug/boot/vmlinux-5.4.14", .kernel),
            ("/boot/vmlinux", .kernel), ("bpf_prog_2b956549c660136a_uni", .kernel), ("[vdso]", .unknown),
            ("[heap]", .unknown),
            ("[stack:12]", .unknown), ("//anon", .unknown), ("[unknown]", .unknown), ("/tmp/perf-12.map", .jit),
            ("/tmp/jitted-12-3.so", .jit), ("/root/jit-12.dump", .jit), ("[JIT app cache]", .jit),
            ("/usr/bin/perf", .native),
            ("/usr/lib/libvmlinux.so", .native), ("/memfd:x (deleted)", .native), ("inode:1234", .native),
        ]
        for (path, kind) in cases { XCTAssertEqual(PerfModule.kind(ByteView(literal: path)), kind, "\(path)") }
    }
}
