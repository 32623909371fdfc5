import StackModel

extension Session {
    /// Reads traces and hands each to `take` in the order of `paths`, with progress; one that cannot be read is reported
    /// and left out, and warnings are said. Notes are for `info`: they would drown a batch.
    mutating func readEach(
        _ paths: [String], _ options: LoadOptions, _ take: (_ trace: Profile, _ session: inout Session) -> Void
    ) async {
        var meter = progress(of: paths.count, "traces")
        var session = self
        await TraceLoader.loadEach(paths, options) { _, result in
            meter.clear()
            switch result {
            case .failure(let error):
                session.fail(error.description)
                meter.step(failed: true)
            case .profile(let profile):
                for diagnostic in profile.diagnostics.diagnostics where diagnostic.severity > .note {
                    session.say(diagnostic.description)
                }
                take(profile, &session)
                meter.step(failed: false)
            }
        }
        meter.clear()
        self = session
    }
}
