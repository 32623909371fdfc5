import Foundation
import StackModel
import XCTest

@testable import ProfileAnalysis

/// What the tests of the comparison stand on: runs from folded stacks, and the reference beside the repository.
enum ComparingFixtures {
    /// A run from stacks as in folded text, `main;parse;read`, with a weight each.
    static func run(
        _ stacks: [String: Double], of type: ValueType = ValueType(name: "samples", unit: "count"),
        isMeasured: Bool = false
    ) -> Profile {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([type])
        builder.metadata.isMeasured = isMeasured
        for (path, weight) in stacks.sorted(by: { $0.key < $1.key }) {
            var stack = StackID.none
            for name in path.split(separator: ";") {
                let function = builder.function(Function(name: builder.string(String(name))))
                stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function)))
            }
            builder.addSample(SampleKey(stack: stack), values: [Int64(weight)])
        }
        return builder.finish()
    }

    /// The runs of a side from folded files.
    static func runs(in folder: URL, named prefix: String) throws -> [Profile] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }
        return try names.sorted().map { name in
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            var stacks: [String: Double] = [:]
            for line in text.split(separator: "\n") {
                guard let blank = line.lastIndex(of: " "), let weight = Double(line[line.index(after: blank)...]) else {
                    continue
                }
                stacks[String(line[..<blank]), default: 0] += weight
            }
            return run(stacks)
        }
    }

    /// The reference implementation's folder; a test without it is skipped.
    static func reference() throws -> URL {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/comparing")
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("siftref.py").path) else {
            throw XCTSkip("../shared/comparing is absent: the reference implementation is not there to compare with")
        }
        return folder
    }

    /// The reference's vectors.
    static func vectors() throws -> [String: Any] {
        let data = try Data(contentsOf: reference().appendingPathComponent("vectors.json"))
        return try XCTUnwrap(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// What a Python program prints.
    static func python(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0, arguments.joined(separator: " "))
        return output
    }
}

/// One function of a reference's answer.
struct ReferenceFunction {
    let fields: [String: Any]

    var key: String { "\(fields["kind"] ?? "") \(fields["name"] ?? "")" }
    var verdict: String? { fields["verdict"] as? String }
    var isCause: Bool? { fields["cause"] as? Bool }

    /// A number; nil for null.
    func number(_ name: String) -> Double? { (fields[name] as? NSNumber)?.doubleValue }
}

extension Comparison {
    /// Estimates by `kind name`, as the reference names its functions.
    var byName: [String: EntityEstimate] {
        Dictionary(
            uniqueKeysWithValues: estimates.map { estimate in
                let entity = runs.entities.entities[estimate.entity]
                return ("\(entity.kind.rawValue) \(runs.functions.name(entity.group).text)", estimate)
            })
    }
}

extension EntityEstimate {
    /// A figure under the reference's name of it.
    func figure(_ name: String) -> Double? {
        switch name {
        case "before": moments.meanBefore
        case "after": moments.meanAfter
        case "p": test.p
        case "q": q
        case "t": test.t
        case "df": test.degrees
        case "delta": moments.delta
        case "delta_lo": deltaInterval.low
        case "delta_hi": deltaInterval.high
        case "impact": impact
        case "ratio": ratio
        case "ratio_lo": ratioInterval?.low
        case "ratio_hi": ratioInterval?.high
        case "mde_impact": detectableImpact
        case "samples": moments.samples
        default: nil
        }
    }
}
