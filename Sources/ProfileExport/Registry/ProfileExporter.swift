import ProfileAnalysis
import StackModel

/// What is written: traces one by one, one profile, or a comparison.
package enum ExportSubject: Sendable {
    /// Each trace by itself, as it was read.
    case traces([Profile])
    /// One profile and what of it is counted.
    case profile(Profile, ValueSelection)
    /// A comparison, and how many runs each side has.
    case diff(ProfileDiff, runsBefore: Int, runsAfter: Int)
    /// Several runs a side, tested.
    case comparison(Comparison)
    /// Each run of one or two sides, and how the sides compare.
    case report(ReportSubject)

    /// The kinds of subject.
    package enum Kind: Sendable { case traces, profile, diff, comparison, report }

    /// Which of them this is.
    package var kind: Kind {
        switch self {
        case .traces: .traces
        case .profile: .profile
        case .diff: .diff
        case .comparison: .comparison
        case .report: .report
        }
    }
}

/// What people and the plan want to know of an output before it is made.
package struct ExportDescriptor: Sendable {
    /// Short id, as in `--as` and in a pipeline's `as`.
    package let id: String
    /// Other spellings that are taken.
    package var aliases: [String] = []
    /// Endings of file names that mean this output, longest first.
    package var suffixes: [String] = []
    /// What it is, in a line.
    package let summary: String
    /// What it can be made of.
    package let subjects: [ExportSubject.Kind]
    /// How much of each sample it needs.
    package var detail = SampleDetail.stacks
    /// Whether a call graph must be given stacks first.
    package var needsStacks = false
    /// Whether stacks may stay lists for it (`Profile.looseStacks`): it adds values up, or walks stacks one by one.
    package var takesLooseStacks = false
    /// Whether it is nothing for a terminal.
    package var isBinary = false
    /// When it shows, of a comparison, which changes are real.
    package var usesTests = TestUse.never
    /// Whether it holds all value types where none is asked for.
    package var holdsAllValues = false

    /// A description; what is not given is as usual.
    package init(
        id: String, aliases: [String] = [], suffixes: [String] = [], summary: String, subjects: [ExportSubject.Kind],
        detail: SampleDetail = .stacks, needsStacks: Bool = false, takesLooseStacks: Bool = false,
        isBinary: Bool = false, usesTests: TestUse = .never, holdsAllValues: Bool = false
    ) {
        self.id = id
        self.aliases = aliases
        self.suffixes = suffixes
        self.summary = summary
        self.subjects = subjects
        self.detail = detail
        self.needsStacks = needsStacks
        self.takesLooseStacks = takesLooseStacks
        self.isBinary = isBinary
        self.usesTests = usesTests
        self.holdsAllValues = holdsAllValues
    }
}

/// When an output shows which changes are real.
package enum TestUse: Sendable {
    case never
    /// Where each side has runs enough to say something for certain; of fewer it shows sums alone.
    case ofRepeats
    /// Always: of few runs, that nothing is certain.
    case always
}

/// An output that StackSift makes: one folder, one line in `ExporterRegistry.all`.
package protocol ProfileExporter: Sendable {
    static var descriptor: ExportDescriptor { get }

    /// Writes `subject`, which is of one of the kinds that the descriptor names; others write nothing.
    static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws
}
