/// One profile in the unified model: finished, unchanging, and free to be shared between tasks.
///
/// All formats become one of these, and everything after it (transforms, views, exporters, the store) knows nothing
/// of formats. Ids are rows of the tables; row 0 of every table stands for "none".
package final class Profile: Sendable {
    package let strings: StringTable
    package let mappings: MappingTable
    package let functions: FunctionTable
    package let frames: FrameTable
    package let stacks: StackTable
    /// Stacks that were left as lists, because the view that reads the profile only adds values up; empty in all other
    /// profiles. Where it is not, `stacks` is empty and a sample's stack n is list n - 1.
    package let looseStacks: StackBatch
    package let threads: ThreadTable
    package let labels: LabelTable
    package let samples: SampleTable
    /// Functions and edges of a format without stacks; empty for all others.
    package let callGraph: CallGraphTable
    /// What the trace says was done from when to when, beside its samples.
    package let spans: SpanTable
    /// What the trace read again and again beside its samples.
    package let counters: CounterTable
    /// What is counted; ValueTypeID 1 is the first of these.
    package let valueTypes: [ValueType]
    /// The value type that commands use when none is asked for; none in a profile without value types.
    package let defaultValueType: ValueTypeID
    package let metadata: ProfileMetadata
    package let diagnostics: DiagnosticLog

    init(_ builder: consuming ProfileBuilder) {
        strings = builder.strings
        mappings = builder.mappings
        functions = builder.functions
        frames = builder.frames
        stacks = builder.stacks
        looseStacks = builder.looseStacks
        threads = builder.threads
        labels = builder.labels
        samples = builder.samples
        callGraph = builder.callGraph
        spans = builder.spans
        counters = builder.counters
        valueTypes = builder.valueTypes
        defaultValueType = builder.valueTypes.isEmpty ? .none : builder.defaultValueType
        metadata = builder.metadata
        diagnostics = builder.diagnostics
    }
}

extension Profile {
    /// Whether the profile has a call graph in place of stacks.
    package var isCallGraph: Bool { !callGraph.isEmpty }

    /// Whether stacks are lists and no tree.
    package var hasLooseStacks: Bool { looseStacks.count > 0 }

    /// A string of the profile as text.
    package func text(_ id: StringID) -> String { strings.text(id) }

    /// The value type `id`, which must not be none.
    package func valueType(_ id: ValueTypeID) -> ValueType { valueTypes[id.row - 1] }

    /// The ids of all value types, in order.
    package var valueTypeIDs: [ValueTypeID] { valueTypes.indices.map { ValueTypeID(row: $0 + 1) } }

    /// The function of a frame.
    package func function(of frame: FrameID) -> FunctionID { frames[frame].function }

    /// The frames of a stack, root first.
    package func path(_ stack: StackID) -> [FrameID] {
        var path: [FrameID] = []
        path.reserveCapacity(stacks.depth(stack))
        var current = stack
        while !current.isNone {
            path.append(stacks.frame(current))
            current = stacks.parent(current)
        }
        path.reverse()
        return path
    }
}
