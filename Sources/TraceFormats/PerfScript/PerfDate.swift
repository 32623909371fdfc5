import StackModel

/// Dates as C's `ctime` writes them, in perf's headers.
enum PerfDate {
    /// `Tue Nov 24 21:04:32 2026` in nanoseconds since 1970; nil when it is no date.
    ///
    /// perf writes the local time of the machine and not which zone that was: it is taken for UTC.
    static func nanoseconds(_ text: ByteView) -> Int64? {
        var words: [ByteView] = []
        var start = text.skipBlanks()
        while start < text.count {
            let end = PerfHeader.wordEnd(text, from: start)
            words.append(text.slice(start, end))
            start = text.skipBlanks(from: max(end, start + 1))
        }
        guard words.count == 5, let month = month(words[1]), let day = words[2].decimal, (1...31).contains(day),
            let seconds = secondsOfDay(words[3]), let year = words[4].decimal, (1970...2261).contains(year)
        else { return nil }
        let days = daysSince1970(Int64(year), month, Int64(day))
        return (days * 86_400 + seconds) * 1_000_000_000
    }

    private static func month(_ word: ByteView) -> Int64? {
        let names: [StaticString] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return names.firstIndex { word == $0 }.map { Int64($0) + 1 }
    }

    private static func secondsOfDay(_ word: ByteView) -> Int64? {
        guard word.count == 8, word[2] == 0x3A, word[5] == 0x3A, let hours = word.slice(0, 2).decimal, hours < 24,
            let minutes = word.slice(3, 5).decimal, minutes < 60, let seconds = word.slice(6, 8).decimal, seconds < 61
        else { return nil }
        return Int64(hours * 3600 + minutes * 60 + seconds)
    }

    /// Days of the Gregorian calendar; a year is taken to begin in March, so that leap days come last.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, ofEra) = (year / 400, year % 400)
        let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
