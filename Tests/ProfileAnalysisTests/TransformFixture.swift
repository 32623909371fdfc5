import ProfileAnalysis
import StackModel
import XCTest

/// Small profiles written as folded text, and what a profile says as folded text.
enum TransformFixture {
    /// One line a sample: `frame;frame;leaf value`, then perhaps `@time`, `tid=7`, `comm=name`, `key=text`, `key:=number`.
    ///
    /// A frame is `name`, or `name!module`, with `^` in front when it is inlined into the one before it; `-` is a
    /// sample without frames.
    static func profile(
        _ lines: [String], detail: SampleDetail = .everything, unit: String = "nanoseconds"
    ) -> Profile {
        var builder = ProfileBuilder(detail: detail)
        builder.setWideValueTypes([
            ValueType(name: "samples", unit: "count"), ValueType(name: "cpu", unit: unit),
        ])
        builder.defaultValueType = ValueTypeID(2)
        builder.metadata.sources = ["fixture"]
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            var stack = StackID.none
            for frame in words[0].split(separator: ";") where frame != "-" {
                stack = builder.stack(parent: stack, frame: self.frame(String(frame), &builder))
            }
            var key = SampleKey(stack: stack)
            var thread = ThreadInfo()
            var labels: [Label] = []
            var time: Int64?
            for fact in words.dropFirst(2) {
                let parts = fact.split(separator: "=", maxSplits: 1).map(String.init)
                switch parts[0] {
                case "tid": thread.threadID = Int64(parts[1])
                case "pid": thread.processID = Int64(parts[1])
                case "comm": thread.command = builder.string(parts[1])
                case "cgroup": thread.cgroup = builder.string(parts[1])
                case _ where fact.hasPrefix("@"): time = Int64(fact.dropFirst())
                case let name where name.hasSuffix(":"):
                    let number = parts[1].prefix { $0.isNumber || $0 == "-" }
                    labels.append(
                        Label(
                            key: builder.string(String(name.dropLast())), number: Int64(number) ?? 0,
                            unit: builder.string(String(parts[1].dropFirst(number.count)))))
                default: labels.append(Label(key: builder.string(parts[0]), text: builder.string(parts[1])))
                }
            }
            key.thread = builder.thread(thread)
            key.labels = builder.labelSet(labels)
            builder.addSample(key, values: [1, Int64(words[1]) ?? 0], time: time)
        }
        return builder.finish()
    }

    private static func frame(_ text: String, _ builder: inout ProfileBuilder) -> FrameID {
        let isInlined = text.hasPrefix("^")
        let parts = text.drop { $0 == "^" }.split(separator: "!", maxSplits: 1).map(String.init)
        var function = Function(name: builder.string(parts[0]))
        var frame = Frame(function: .none, flags: isInlined ? .inlined : [])
        if parts.count == 2 {
            function.module = builder.string(parts[1])
            frame.mapping = builder.mapping(Mapping(file: function.module))
        }
        frame.function = builder.function(function)
        return builder.frame(frame)
    }

    /// `frame;frame` -> sum of the default value type; inlined frames keep their `^`.
    static func folded(_ profile: Profile) -> [String: Int64] {
        var folded: [String: Int64] = [:]
        for row in 0..<profile.samples.count {
            guard let value = profile.samples.value(row, of: profile.defaultValueType) else { continue }
            let path = profile.path(profile.samples.key(row).stack).map { id -> String in
                let mark = profile.frames[id].flags.contains(.inlined) ? "^" : ""
                return mark + profile.text(profile.functions[profile.function(of: id)].name)
            }
            folded[path.isEmpty ? "-" : path.joined(separator: ";"), default: 0] += value
        }
        return folded
    }

    /// The sum of the default value type.
    static func total(_ profile: Profile) -> Int64 { folded(profile).values.reduce(0, +) }

    /// The profile after one transform.
    static func apply(_ name: String, _ argument: String?, to profile: Profile) throws -> Profile {
        try TransformWord(name, argument).transform().apply(to: profile)
    }

    /// What transforms said.
    static func notes(_ profile: Profile) -> [String] {
        profile.transformNotes.map(\.message)
    }
}
