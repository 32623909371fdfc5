import StackModel

/// Writes what a sample carries beside its stack: the thread's facts and the trace's own labels.
struct PprofSampleLabels {
    private let profile: Profile
    private let labels: [[Label]]

    /// A writer of the labels of `profile`, whose sets are given in canonical order.
    init(_ profile: Profile, labels: [[Label]]) {
        self.profile = profile
        self.labels = labels
    }

    /// Writes all labels of a sample as its field 3.
    func write(_ key: SampleKey, _ strings: inout PprofStrings, to message: inout ProtobufMessage) {
        if !key.thread.isNone { write(profile.threads[key.thread], &strings, to: &message) }
        if key.labels.isNone { return }
        for label in labels[key.labels.row] {
            let field = message.open(3)
            message.field(1, strings.id(label.key))
            message.field(2, strings.id(label.text))
            if let number = label.number { message.field(3, number) }
            message.field(4, strings.id(label.unit))
            message.close(field)
        }
    }

    private func write(_ thread: ThreadInfo, _ strings: inout PprofStrings, to message: inout ProtobufMessage) {
        text(.command, thread.command, &strings, to: &message)
        number(.processID, thread.processID, &strings, to: &message)
        number(.threadID, thread.threadID, &strings, to: &message)
        text(.processName, thread.processName, &strings, to: &message)
        text(.threadName, thread.threadName, &strings, to: &message)
        text(.cgroup, thread.cgroup, &strings, to: &message)
    }

    private func text(
        _ label: ThreadLabel, _ text: StringID, _ strings: inout PprofStrings, to message: inout ProtobufMessage
    ) {
        if text.isNone { return }
        let field = message.open(3)
        message.field(1, strings.id(label.rawValue))
        message.field(2, strings.id(text))
        message.close(field)
    }

    private func number(
        _ label: ThreadLabel, _ number: Int64?, _ strings: inout PprofStrings, to message: inout ProtobufMessage
    ) {
        guard let number else { return }
        let field = message.open(3)
        message.field(1, strings.id(label.rawValue))
        message.field(3, number)
        message.close(field)
    }
}
