import StackModel

/// How many frames an output may hold that writes every sample's whole stack: a small file can ask for any amount,
/// as a tree of n stacks has up to n * n / 2 frames on its paths.
struct FrameLimit {
    private let limit: Int

    /// At most `limit` frames in all samples together.
    init(_ limit: Int) { self.limit = limit }

    /// Throws where a profile has more.
    func check(_ profile: Profile) throws(ExportError) {
        var count = 0
        for row in 0..<profile.samples.count { count += profile.depth(of: profile.samples.key(row).stack) }
        if count > limit { throw .tooLarge(what: "frames in all samples", found: count, limit: limit) }
    }
}
