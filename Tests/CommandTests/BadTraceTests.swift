import Foundation
import FoundationXML
import XCTest

/// The hostile and damaged traces beside the repository: each is refused whole or read as its list says, in every form.
final class BadTraceTests: XCTestCase {
    private struct Case {
        let file: String
        let verdict: String
        let facts: [String: Any]
    }

    /// Files of a gigabyte or a million frames: in a debug build a few forms of them are enough.
    private static let large = ["deep-1e6.perf.txt.zst", "deep-1e6.pb.gz", "long-line-10MB.perf.txt.zst"]
    /// A gigabyte of good samples, which is no matter of memory at all.
    private static let bomb = "bomb-valid.perf.txt.zst"
    /// What a trace that was run as code, or whose names were taken for paths, would leave behind.
    private static let canaries = ["/tmp/stacksift-pwned", "/tmp/stacksift-escape"]

    private func cases() throws -> (folder: URL, all: [Case]) {
        guard let folder = StackSiftCommand.sharedTraces?.appendingPathComponent("bad"),
            let list = try? Data(contentsOf: folder.appendingPathComponent("EXPECTED.json"))
        else { throw XCTSkip("the bad traces are not here") }
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: list) as? [String: Any])
        let entries = try XCTUnwrap(object["files"] as? [[String: Any]])
        XCTAssertGreaterThan(entries.count, 100)
        return (
            folder,
            try entries.map { facts in
                Case(
                    file: try XCTUnwrap(facts["file"] as? String), verdict: try XCTUnwrap(facts["verdict"] as? String),
                    facts: facts)
            }
        )
    }

    func testEveryFileGivesWhatItsListSays() throws {
        let (folder, all) = try cases()
        for bad in all where bad.file != BadTraceTests.bomb {
            let path = folder.appendingPathComponent(bad.file).path
            let few = BadTraceTests.large.contains(bad.file) ? ["info.json", "x.folded"] : nil
            let forms = try EveryForm(of: path, only: few)
            forms.run.checkLimits(bad.file)
            switch bad.verdict {
            case "refuse": checkRefused(forms, bad)
            case "accept": try checkAccepted(forms, bad, count: few?.count ?? EveryForm.all.count)
            default:
                if forms.run.status == 0 {
                    try checkAccepted(forms, bad, count: EveryForm.all.count)
                } else {
                    checkRefused(forms, bad)
                }
            }
        }
        for canary in BadTraceTests.canaries {
            XCTAssertFalse(FileManager.default.fileExists(atPath: canary), canary)
        }
    }

    /// In a debug build the first seconds tell: memory does not grow with the number of samples.
    func testAGigabyteOfGoodSamplesTakesLittleMemory() throws {
        let (folder, _) = try cases()
        let path = folder.appendingPathComponent(BadTraceTests.bomb).path
        #if DEBUG
            let run = try LimitedRun(["info", "--json", path], in: ScratchFolder(), wall: 6)
        #else
            let run = try LimitedRun(["info", "--json", path], in: ScratchFolder())
            run.checkLimits(BadTraceTests.bomb)
            XCTAssertEqual(run.status, 0, run.errors)
        #endif
        XCTAssertLessThan(run.residentMiB, 100)
    }

    /// Status 2, words that name the file, and nothing left behind.
    private func checkRefused(_ forms: EveryForm, _ bad: Case) {
        XCTAssertEqual(forms.run.status, 2, "\(bad.file): \(forms.run.errors)")
        XCTAssertTrue(forms.run.errors.contains(bad.file), forms.run.errors)
        XCTAssertTrue(forms.run.errors.contains("error: expected "), forms.run.errors)
        XCTAssertEqual(forms.files.keys.sorted(), [], bad.file)
    }

    private func checkAccepted(_ forms: EveryForm, _ bad: Case, count: Int) throws {
        XCTAssertEqual(forms.run.status, 0, "\(bad.file): \(forms.run.errors)")
        XCTAssertEqual(forms.files.count, count, bad.file)
        guard forms.run.status == 0, forms.files.count == count else { return }
        let info = try XCTUnwrap((try forms.object("info.json")["files"] as? [[String: Any]])?.first)
        let types = try XCTUnwrap(info["value_types"] as? [[String: Any]])
        let ours = try XCTUnwrap(types.first { $0["default"] as? Bool == true })
        if let total = bad.facts["total"] as? Int { XCTAssertEqual(ours["total"] as? Int, total, bad.file) }
        if let period = bad.facts["period"] as? Int { XCTAssertEqual(ours["total"] as? Int, period, bad.file) }
        if let samples = bad.facts["samples"] as? Int { XCTAssertEqual(ours["samples"] as? Int, samples, bad.file) }
        for (fact, figure) in [("samples", "samples"), ("period", "total")] {
            for (event, value) in bad.facts[fact] as? [String: Int] ?? [:] {
                let type = types.first { $0["name"] as? String == event }
                XCTAssertEqual(type?[figure] as? Int, value, "\(bad.file) \(event)")
            }
        }
        if let functions = bad.facts["functions"] as? Int {
            XCTAssertEqual((info["file_counts"] as? [String: Int])?["functions"], functions, bad.file)
        }
        if (bad.facts["why"] as? String ?? "").contains("warn") {
            XCTAssertTrue(forms.run.errors.contains("warning: "))
        }
        guard count == EveryForm.all.count else { return }
        try checkNames(forms, bad)
    }

    /// Names come through whole where a form can hold them, and never as markup, as a path or as terminal escapes.
    private func checkNames(_ forms: EveryForm, _ bad: Case) throws {
        let top = try XCTUnwrap(try forms.object("top.json")["functions"] as? [[String: Any]])
        let names = Set(top.compactMap { $0["name"] as? String })
        for name in bad.facts["names"] as? [String] ?? [] {
            XCTAssertTrue(names.contains(name), "\(bad.file): \(name.debugDescription) is not among \(names)")
        }
        let drawing = try XCTUnwrap(forms.files["x.svg"])
        XCTAssertTrue(XMLParser(data: drawing).parse(), "\(bad.file): the SVG is not well-formed")
        XCTAssertFalse(String(decoding: drawing, as: UTF8.self).contains("<script>alert"), bad.file)
        let control: (UInt8) -> Bool = { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }
        XCTAssertFalse(forms.files["x.folded"]?.contains(where: control) ?? true, bad.file)
        XCTAssertFalse(forms.run.errors.utf8.contains(where: control), bad.file)
        for form in ["x.json", "x.speedscope.json", "tree.json"] { _ = try forms.object(form) }
    }
}
