import StackModel

/// The label `cpu` of samples that tell where they ran.
struct PerfCPULabels {
    private var sets: [Int64: LabelSetID] = [:]

    /// The set of labels of a sample on this CPU.
    mutating func labels(_ cpu: Int64, into builder: inout ProfileBuilder) -> LabelSetID {
        if let set = sets[cpu] { return set }
        let set = builder.labelSet([Label(key: builder.string("cpu"), number: cpu, unit: .none)])
        sets[cpu] = set
        return set
    }
}
