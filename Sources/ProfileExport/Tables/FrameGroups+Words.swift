import ProfileAnalysis

extension FrameGroups {
    /// A group's name for people, with the base name of its module, or of its file where it has none.
    borrowing func words(_ index: Int32) -> String {
        let group = self[index]
        let name = HumanValue.visible(strings.text(group.name))
        let place = group.module.isNone ? group.file : group.module
        return place.isNone ? name : name + "  (\(HumanValue.visible(strings.bytes(place).baseName.text)))"
    }
}
