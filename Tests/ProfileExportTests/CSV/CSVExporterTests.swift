import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// The CSV of functions, byte for byte.
final class CSVExporterTests: XCTestCase {
    private func csv(_ profile: Profile, _ value: String? = nil) throws -> String {
        let subject = ExportSubject.profile(profile, try profile.selection(named: value))
        let bytes = try ExportFixture.bytes { try CSVExporter.write(subject, ExportOptions(), to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func testALineAFunction() throws {
        XCTAssertEqual(
            try csv(ExportFixture.perf()),
            """
            function,module,file,line,kind,self,total,self_share,total_share,calls\r
            add,/lib/app,,,,30,30,0.461538,0.461538,\r
            work,/lib/app,,,,20,50,0.307692,0.769231,\r
            [unknown],/lib/libx.so,,,,10,10,0.153846,0.153846,\r
            main,/lib/app,,,,0,60,0.000000,0.923077,\r

            """)
    }

    func testNamesAreQuotedAndFormulasHarmless() throws {
        let names = [
            ("plain name", "plain name"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+x", "'+x"), ("-[NSObject init]", "'-[NSObject init]"), ("@objc", "'@objc"), ("\tx", "'\tx"),
            ("a=b", "a=b"), ("'quoted", "'quoted"),
        ]
        for (name, field) in names {
            let line = try csv(profile(of: name)).split(separator: "\r\n", maxSplits: 1)[1]
            XCTAssertEqual(String(line), field + ",,,,,-3,-3,1.000000,1.000000,\r\n")
        }
    }

    private func profile(of name: String) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        let frame = builder.frame(Frame(function: builder.function(Function(name: builder.string(name)))))
        builder.addSample(SampleKey(stack: builder.stack(parent: .none, frame: frame)), values: [-3])
        return builder.finish()
    }
}
