/// What a frame of a profile, given by its id there, becomes in a new one; nil where it stays as it is.
package typealias FrameChange = (_ id: FrameID, _ builder: inout ProfileBuilder) -> Frame?

extension Profile {
    /// The profile with some frames changed; stacks, samples and figures stay, and what has become the same is one.
    /// At last `finishing` may say something about the change.
    package func replacingFrames(_ change: FrameChange, finishing: (inout ProfileBuilder) -> Void) -> Profile {
        var builder = ProfileBuilder(detail: samples.detail)
        if case .wide = samples.layout { builder.setWideValueTypes(valueTypes) }
        for type in valueTypes { _ = builder.valueType(type) }
        builder.defaultValueType = defaultValueType
        withoutActuallyEscaping(change) { builder.absorb(self, keeping: valueTypes, changing: $0) }
        finishing(&builder)
        return builder.finish()
    }
}
