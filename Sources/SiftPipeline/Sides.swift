import ProfileAnalysis
import StackModel

/// One side of a comparison: its runs, added up.
package struct DiffSide: Sendable {
    package let profile: Profile
    /// How many runs were added up.
    package let runs: Int
}

extension Session {
    /// Reads all runs of a side and adds them up; nil, and a failure, where nothing could be read.
    package mutating func loadSide(_ words: [String], _ options: LoadOptions) async -> DiffSide? {
        let profiles = await load(words, options)
        guard !profiles.isEmpty else { return nil }
        do throws(MergeError) {
            return DiffSide(profile: try mergeProfiles(profiles), runs: profiles.count)
        } catch {
            fail(error.description)
            return nil
        }
    }

    /// Compares two sides; nil, and a failure, where they have no value type in common.
    package mutating func compare(
        _ before: DiffSide, _ after: DiffSide, value: String?, norm: DiffNorm
    ) -> ProfileDiff? {
        do throws(DiffError) {
            return try ProfileDiff(before: before.profile, after: after.profile, value: value, norm: norm)
        } catch {
            fail(error.description)
            return nil
        }
    }
}
