import StackModel
import XCTest

@testable import TraceFormats

/// Go's stacks of goroutines.
final class GoroutinesTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("goroutines") }

    private let dump = """
        panic: stop

        goroutine 1 [running]:
        main.main()
        \t/src/my app/main.go:10 +0x1d

        goroutine 18 gp=0x1 m=nil [chan receive (nil chan), 5 minutes, locked to thread]:
        main.(*Queue[...]).take(...)
        \t/src/main.go:13
        main.worker(0xc000012345, {0x1, 0x2}, ...)
        \tC:/src/main.go:20 +0x45 fp=0x1 sp=0x2 pc=0x3
        created by main.main.func1 in goroutine 1
        \t/src/main.go:8 +0x33

        goroutine 19 [running]:
        \tgoroutine running on other thread; stack unavailable
        created by net/http.(*Server).Serve
        \t/go/src/net/http/server.go:3089 +0x5ed

        rax    0x0
        main.not(1)
        """

    func testGoroutines() throws {
        let profile = try ProfileDump.read(dump)
        let label = "state=chan receive (nil chan),waiting=5minutes,created_by=main.main.func1"
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "main.main [/src/my app/main.go]:10 {state=running}": [1],
                "main.worker [C:/src/main.go]:20;main.(*Queue[...]).take [/src/main.go]:13 {\(label)}": [1],
                " {state=running,created_by=net/http.(*Server).Serve}": [1],
            ])
        let leaf = profile.path(profile.samples.key(1).stack).last
        XCTAssertEqual(leaf.map { profile.frames[$0].flags.contains(.inlined) }, true)
        XCTAssertTrue(profile.diagnostics.diagnostics.isEmpty)
    }

    func testFramesThatGoLeftOutAreSaid() throws {
        let profile = try ProfileDump.read(
            "goroutine 1 [running]:\nmain.f(0x1)\n\t/a.go:1 +0x1\n...additional frames elided...\n"
                + "main.main()\n\t/a.go:2 +0x1\n")
        XCTAssertEqual(ProfileDump.stacks(profile).values.first, [1])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["goroutines.elided"])
    }

    func testWhatIsNone() {
        for text in ["goroutine 1 [running]: stuck\n", "goroutine x [running]:\n\t/a.go:1\n", "goroutines [a]:\n"] {
            XCTAssertThrowsError(try ProfileDump.read(text), text)
        }
    }
}
