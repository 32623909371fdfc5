import ProfileAnalysis
import StackModel
import TraceInput

/// Reads what `stacksift baseline` stored: the object of schema `stacksift.baseline/1`.
package enum NoiseFile {
    /// Largest noise file, in bytes.
    private static let sizeLimit = 64 << 20

    /// The noise in the file at `path`.
    package static func read(path: String) throws(TraceError) -> RunNoise {
        var limits = InputLimits()
        limits.wholeFileBytes = sizeLimit
        let reader = try ByteReader(path: path, limits: limits)
        // The bytes are the reader's: it must outlive the view of them.
        return try withExtendedLifetime(reader) { (reader) throws(TraceError) in
            try read(JSONReader(reader.readAll(), file: reader.name, depthLimit: 16))
        }
    }

    private static func read(_ start: JSONReader) throws(TraceError) -> RunNoise {
        var json = start
        var schema: String?
        var texts: [String: String] = [:]
        var numbers: [String: Double] = [:]
        var functions: [RunNoise.FunctionNoise] = []
        try json.eachMember { (key, json) throws(TraceError) in
            let name = key.text
            switch name {
            case "schema": schema = try json.string().text
            case "value_type", "unit": texts[name] = try json.string().text
            case "runs", "tau", "total_cv": numbers[name] = try number(&json)
            case "functions":
                try json.eachElement { (json) throws(TraceError) in functions.append(try function(&json)) }
            default: try json.skip()
            }
        }
        guard schema == "stacksift.baseline/1", let tau = numbers["tau"] else {
            throw json.broken("a file of schema stacksift.baseline/1", schema ?? "no schema", code: "noise.schema")
        }
        return RunNoise(
            runCount: Int(exactly: (numbers["runs"] ?? 0).rounded()) ?? 0,
            valueType: ValueType(name: texts["value_type"] ?? "", unit: texts["unit"] ?? ""), variation: tau,
            totalVariation: numbers["total_cv"] ?? 0, functions: functions)
    }

    private static func function(_ json: inout JSONReader) throws(TraceError) -> RunNoise.FunctionNoise {
        var texts: [String: String] = [:]
        var numbers: [String: Double] = [:]
        try json.eachMember { (key, json) throws(TraceError) in
            let name = key.text
            switch name {
            case "kind", "name", "place": texts[name] = try json.string().text
            case "cv", "share": numbers[name] = try number(&json)
            default: try json.skip()
            }
        }
        guard let kind = texts["kind"].flatMap(EntityKind.init), let name = texts["name"], let noise = numbers["cv"]
        else {
            throw json.broken("a function with kind, name and cv", "one without", code: "noise.function")
        }
        return RunNoise.FunctionNoise(
            kind: kind, name: name, place: texts["place"] ?? "", variation: noise, share: numbers["share"] ?? 0)
    }

    /// A number from 0 on, of a size that squares do not overflow.
    private static func number(_ json: inout JSONReader) throws(TraceError) -> Double {
        let place = json
        let number = try json.number()
        guard number >= 0, number <= 1e9 else {
            throw place.broken("a number from 0 on", "\(number)", code: "noise.number")
        }
        return number
    }
}
