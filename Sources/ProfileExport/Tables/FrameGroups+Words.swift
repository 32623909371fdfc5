import ProfileAnalysis

/// A function in words for people.
struct FrameWords {
    var name: String
    /// Base name of its module, or of its file where it has none; with a line where that helps. Empty where unknown.
    var place = ""
}

extension FrameGroups {
    /// A group's name and place for people.
    borrowing func label(_ index: Int32) -> FrameWords {
        let group = self[index]
        let place = group.module.isNone ? group.file : group.module
        return FrameWords(
            name: HumanValue.visible(strings.text(group.name)),
            place: place.isNone ? "" : HumanValue.visible(strings.bytes(place).baseName.text))
    }

    /// A group's name with its place behind it.
    borrowing func words(_ index: Int32) -> String { TerminalStyle.plain.fitted(label(index), used: 0) }
}
