import StackModel

/// Writes what a sample carries beside its stack: the thread's facts and the trace's own labels.
struct PprofSampleLabels: ~Copyable {
    private let profile: Profile
    private let labels: [[Label]]
    private var fields = ProtobufMessage()

    /// A writer of the labels of `profile`, whose sets are given in canonical order.
    init(_ profile: Profile, labels: [[Label]]) {
        self.profile = profile
        self.labels = labels
    }

    /// Writes all labels of a sample as its field 3.
    mutating func write(_ key: SampleKey, _ strings: inout PprofStrings, to sample: inout ProtobufMessage) {
        if !key.thread.isNone { write(profile.threads[key.thread], &strings, to: &sample) }
        for label in labels[key.labels.row] {
            fields.removeAll()
            fields.field(1, strings.id(label.key))
            fields.field(2, strings.id(label.text))
            if let number = label.number { fields.field(3, number) }
            fields.field(4, strings.id(label.unit))
            sample.field(3, fields)
        }
    }

    private mutating func write(
        _ thread: ThreadInfo, _ strings: inout PprofStrings, to sample: inout ProtobufMessage
    ) {
        text(.command, thread.command, &strings, to: &sample)
        number(.processID, thread.processID, &strings, to: &sample)
        number(.threadID, thread.threadID, &strings, to: &sample)
        text(.processName, thread.processName, &strings, to: &sample)
        text(.threadName, thread.threadName, &strings, to: &sample)
        text(.cgroup, thread.cgroup, &strings, to: &sample)
    }

    private mutating func text(
        _ label: ThreadLabel, _ text: StringID, _ strings: inout PprofStrings, to sample: inout ProtobufMessage
    ) {
        if text.isNone { return }
        fields.removeAll()
        fields.field(1, strings.id(label.rawValue))
        fields.field(2, strings.id(text))
        sample.field(3, fields)
    }

    private mutating func number(
        _ label: ThreadLabel, _ number: Int64?, _ strings: inout PprofStrings, to sample: inout ProtobufMessage
    ) {
        guard let number else { return }
        fields.removeAll()
        fields.field(1, strings.id(label.rawValue))
        fields.field(3, number)
        sample.field(3, fields)
    }
}
