import Glibc

/// A line on a terminal that says how far a batch is: bar, count, rate, failures, time left.
struct ProgressMeter {
    private let count: Int
    private let what: String
    private let isShown: Bool
    private var done = 0
    private var failures = 0
    private let start = ProgressMeter.now()
    private var lastDrawn = 0.0

    init(count: Int, what: String, isShown: Bool) {
        self.count = count
        self.what = what
        self.isShown = isShown
    }

    /// Counts a step that is done, and draws at most ten times a second.
    mutating func step(failed: Bool) {
        done += 1
        if failed { failures += 1 }
        let now = ProgressMeter.now()
        guard isShown, now - lastDrawn > 0.1 || done == count else { return }
        lastDrawn = now
        draw(now - start)
    }

    /// Takes the line away, so that what follows stands in its place.
    func clear() {
        if isShown, lastDrawn > 0 { ProgressMeter.print("\r\u{1B}[K") }
    }

    private func draw(_ elapsed: Double) {
        let width = 24
        let filled = count > 0 ? done * width / count : width
        var line = "\r\u{1B}[K" + String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
        line += " \(done)/\(count) \(what)"
        if failures > 0 { line += ", \(failures) failed" }
        if elapsed > 0.5 {
            let rate = Double(done) / elapsed
            line += ", \(Int(rate.rounded())) a second"
            if done < count, rate > 0 { line += ", \(Int((Double(count - done) / rate).rounded(.up))) s left" }
        }
        ProgressMeter.print(line)
    }

    private static func print(_ text: String) {
        try? OutputFile.writeAll(Array(text.utf8), to: 2, "<stderr>")
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
