/// The same profiles, each with all that it has, but with the value types that all have in one unit each: as merging
/// does it, for sides that are to be compared.
package func unifyingUnits(_ profiles: [Profile]) -> [Profile] {
    let common = CommonValueTypes(profiles)
    return zip(profiles, common.sources).map { $0.scaled($1, to: common.types) }
}

extension Profile {
    /// The profile with the values of `sources[i]` as values of `types[i]`; itself where nothing changes.
    fileprivate func scaled(_ sources: [ValueSource], to types: [ValueType]) -> Profile {
        var (ownTypes, ownSources) = (valueTypes, storedSources)
        for (source, type) in zip(sources, types) where !source.countsSamples {
            ownTypes[source.type.row - 1] = type
            ownSources[source.type.row - 1] = source
        }
        guard ownTypes != valueTypes else { return self }
        var builder = emptyBuilder(of: ownTypes)
        builder.absorb(self, taking: ownSources)
        return builder.finish()
    }
}
