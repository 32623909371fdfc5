import StackModel
import TraceInput

/// stackcollapse-perf.pl's answer to a perf text, byte for byte, faults included.
///
/// It exists for those who compare with folded files that the script made. It streams lines and makes no profile: the
/// script's faults live here and nowhere else. They are, in short: only the first event counts; a sample without a
/// blank line behind it is added to the next or lost; frames that begin with `(` are dropped; everything behind the
/// first parenthesis of a symbol goes; a command name ends at its first word of digits; text with CRLF gives nothing.
package struct StackCollapser: ~Copyable {
    /// The script's options.
    package struct Options: Sendable {
        package var marks: CollapserMarks = []
        /// `--addrs`: frames without symbol show their address.
        package var showsAddresses = false
        /// `--pid` and `--tid`: the command name is followed by the process id, or by both ids.
        package var showsProcesses = false
        package var showsThreads = false

        /// The script's defaults.
        package init() {}
    }

    private let options: Options
    private let names: CollapserName

    /// The command in front of the open sample; empty where none is open.
    private var command: [UInt8] = []
    private var isJava = false
    private var period = CollapserSum.whole(1)
    /// The names of the open sample, frame after frame, leaf first, and where each frame's names end.
    private var symbols: [UInt8] = []
    private var symbolEnds: [Int] = []
    private var event: [UInt8] = []

    private var paths = StringTable(seed: ProcessSeed.value)
    private var sums: [CollapserSum] = []
    /// Lines that none of the script's expressions takes.
    package private(set) var unrecognizedLines = 0
    /// Samples of other events than the first, which the script leaves out.
    package private(set) var otherEventSamples = 0

    /// A collapser that has read nothing.
    package init(_ options: Options) {
        self.options = options
        names = CollapserName(marks: options.marks, showsAddresses: options.showsAddresses)
    }

    /// Whether a sample was begun and never ended: the script forgets it.
    package var hasOpenSample: Bool { !command.isEmpty }

    /// Reads all lines of a text; several texts follow one another as if they were one.
    package mutating func read(_ reader: ByteReader) throws(TraceError) {
        reader.keepsCarriageReturns = true
        while let line = try reader.nextLine() { take(line) }
    }

    private mutating func take(_ line: ByteView) {
        if line.isEmpty {
            endSample()
        } else if line.first == 0x23 {
            return
        } else if let start = CollapserLine.event(line) {
            begin(start, line)
        } else if let frame = CollapserLine.frame(line) {
            guard hasOpenSample else { return }
            if names.append(frame, isJava: isJava, to: &symbols) { symbolEnds.append(symbols.count) }
        } else {
            unrecognizedLines += 1
        }
    }

    /// A line with a command and an id: it renames the open sample where there is one.
    private mutating func begin(_ start: CollapserLine.Event, _ line: ByteView) {
        let found = CollapserLine.periodAndEvent(line)
        if let found {
            if event.isEmpty { event = found.event.bytes }
            guard ByteView.withBytes(of: event, { $0 == found.event }) else {
                otherEventSamples += 1
                return
            }
        }
        period = CollapserSum(period: found?.period)
        name(start)
    }

    private mutating func name(_ start: CollapserLine.Event) {
        // A thread id of 0 counts as none said.
        let hasBoth = start.secondID.map { !($0 == "0") } ?? false
        command = start.command.bytes
        isJava = start.command.hasPrefix("java")
        if options.showsThreads || options.showsProcesses {
            command.append(0x2D)
            if hasBoth { start.firstID.append(to: &command) } else { command.append(0x3F) }
        }
        if options.showsThreads {
            command.append(0x2F)
            (hasBoth ? start.secondID ?? start.firstID : start.firstID).append(to: &command)
        }
        for index in command.indices where command[index] == 0x20 { command[index] = 0x5F }
    }

    /// A blank line: the open sample is added to its path.
    private mutating func endSample() {
        guard hasOpenSample else { return }
        var path = command
        var end = symbols.count
        for index in stride(from: symbolEnds.count - 1, through: 0, by: -1) {
            let start = index == 0 ? 0 : symbolEnds[index - 1]
            path.append(0x3B)
            path.append(contentsOf: symbols[start..<end])
            end = start
        }
        let row = ByteView.withBytes(of: path) { paths.intern($0) }.row
        if row > sums.count { sums.append(period) } else { sums[row - 1].add(period) }
        command.removeAll(keepingCapacity: true)
        symbols.removeAll(keepingCapacity: true)
        symbolEnds.removeAll(keepingCapacity: true)
    }

    /// Calls `body` with each path and its sum, in order of bytes.
    package borrowing func forEachPath(_ body: (_ path: ByteView, _ sum: String) -> Void) {
        let rows = (1..<max(paths.count, 1)).sorted { paths.bytes(StringID(row: $0)) < paths.bytes(StringID(row: $1)) }
        for row in rows { body(paths.bytes(StringID(row: row)), sums[row - 1].text) }
    }
}
