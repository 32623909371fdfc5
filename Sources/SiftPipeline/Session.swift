import ProfileAnalysis
import ProfileExport
import StackModel

/// One run of a command: it reads, reports trouble on stderr, writes, and knows how the process should end.
package struct Session {
    /// Whether something failed: exit status 2.
    package private(set) var failed = false
    private let isQuiet: Bool

    /// A session that says nothing but errors when `isQuiet`.
    package init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Reads traces one by one; those that fail are reported and left out.
    package mutating func load(_ words: [String], _ options: LoadOptions) async -> [Profile] {
        let paths: [String]
        do throws(TraceError) {
            paths = try PathExpansion.expand(words)
        } catch {
            fail(error.description)
            return []
        }
        var profiles: [Profile] = []
        for result in await TraceLoader.loadAll(paths, options) {
            switch result {
            case .profile(let profile):
                for diagnostic in profile.diagnostics.diagnostics { say(diagnostic.description) }
                profiles.append(profile)
            case .failure(let error):
                fail(error.description)
            }
        }
        return profiles
    }

    /// Reads traces and adds them up.
    package mutating func loadMerged(_ words: [String], _ options: LoadOptions) async -> Profile? {
        let profiles = await load(words, options)
        guard !profiles.isEmpty else { return nil }
        do throws(MergeError) {
            return try mergeProfiles(profiles)
        } catch {
            fail(error.description)
            return nil
        }
    }

    /// The selection that `--value` names; nil, and a failure, where there is no such value type.
    package mutating func selection(_ profile: Profile, _ name: String?) -> ValueSelection? {
        do throws(UnknownValueType) {
            let selection = try profile.selection(named: name)
            if name == nil, profile.valueTypes.count > 1 {
                let others = profile.valueTypeNames.filter { $0 != profile.valueType(of: selection).name }
                say("value type \(profile.valueType(of: selection).name); also there: \(others.joined(separator: ", "))")
            }
            return selection
        } catch {
            fail("error: \(error.description)")
            return nil
        }
    }

    /// Writes an output; a failure is reported.
    package mutating func write(to path: String?, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Void) {
        do {
            try OutputFile.write(to: path, body)
        } catch {
            fail("\(error)")
        }
    }

    /// Says something on stderr.
    package func say(_ words: String) {
        if !isQuiet { Session.stderr(words) }
    }

    /// Reports what went wrong on stderr.
    package mutating func fail(_ words: String) {
        failed = true
        Session.stderr(words)
    }

    private static func stderr(_ words: String) {
        let line = words.split(separator: "\n", omittingEmptySubsequences: false).map { HumanValue.visible(String($0)) }
        try? OutputFile.writeAll(Array((line.joined(separator: "\n") + "\n").utf8), to: 2, "<stderr>")
    }
}
