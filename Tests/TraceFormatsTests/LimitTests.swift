import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// The limits of stacks hold for every format, whether its reader stops at them or is stopped.
final class LimitTests: XCTestCase {
    func testEveryFormatKeepsTheLimitsOfStacks() throws {
        var limited: Set<String> = []
        for sample in try GoldenFiles.samples("") where sample.pathExtension != "md" {
            let profile = try read(sample) { _ in }
            // Lists of stacks and call graphs have no tree.
            guard profile.stacks.count > 2, profile.stacks.greatestDepth > 1 else { continue }
            XCTAssertThrowsError(try read(sample) { $0.stackRows = 1 }, sample.path) { error in
                XCTAssertEqual((error as? TraceError)?.code, "input.stacks", sample.path)
            }
            let format = profile.metadata.format
            // Folded text leaves such lines out and says so; of JSON the nesting is limited.
            if !["folded", "cpuprofile"].contains(format) {
                XCTAssertThrowsError(try read(sample) { $0.stackDepth = 1 }, sample.path) { error in
                    XCTAssertEqual((error as? TraceError)?.code, "input.depth", sample.path)
                }
            }
            limited.insert(format)
        }
        XCTAssertTrue(
            limited.isSuperset(of: ["perf", "folded", "cpuprofile", "goroutines", "speedscope"]), "\(limited)")
    }

    private func read(_ file: URL, _ change: (inout InputLimits) -> Void) throws -> Profile {
        var limits = InputLimits()
        change(&limits)
        return try FormatRegistry.read(ByteReader(path: file.path, limits: limits), options: ReadOptions())
    }
}
