/// What a frame of a profile, given by its id there, becomes in a new one; nil where it stays as it is.
package typealias FrameChange = (_ id: FrameID, _ builder: inout ProfileBuilder) -> Frame?

extension Profile {
    /// The same profile with its loose stacks as a tree.
    package func withStackTree() -> Profile {
        hasLooseStacks ? replacingFrames({ _, _ in nil }, finishing: { _ in }) : self
    }

    /// The profile with some frames changed; stacks, samples and figures stay, and what has become the same is one.
    /// At last `finishing` may say something about the change.
    package func replacingFrames(_ change: FrameChange, finishing: (inout ProfileBuilder) -> Void) -> Profile {
        var builder = emptyBuilder(of: valueTypes)
        withoutActuallyEscaping(change) { builder.absorb(self, taking: storedSources, changing: $0) }
        finishing(&builder)
        return builder.finish()
    }

    /// A builder for another form of this profile, with `types` in place of its own.
    func emptyBuilder(of types: [ValueType]) -> ProfileBuilder {
        var builder = ProfileBuilder(detail: samples.detail)
        if case .wide = samples.layout { builder.setWideValueTypes(types) }
        for type in types { _ = builder.valueType(type) }
        builder.defaultValueType = defaultValueType
        return builder
    }
}
