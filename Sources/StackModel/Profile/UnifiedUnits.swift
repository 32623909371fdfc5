/// The same profiles, each with all that it has, but with the value types that all have in one unit each: as merging
/// does it, for sides that are to be compared.
package func unifyingUnits(_ profiles: [Profile]) -> [Profile] {
    let common = CommonValueTypes(profiles)
    return zip(profiles, common.sources).map { $0.scaled($1, to: common.types) }
}

extension Profile {
    /// The profile with times in nanoseconds and sizes in bytes, whatever units the trace has: what may be added up
    /// with other profiles later. A type keeps its unit where the profile has the same one in the base unit too.
    package func inBaseUnits() -> Profile {
        var (types, sources) = (valueTypes, storedSources)
        for index in types.indices {
            guard let unit = MeasureUnit(types[index].unit) else { continue }
            let base = ValueType(name: types[index].name, unit: unit.dimension == .time ? "nanoseconds" : "bytes")
            if types.contains(base) { continue }
            types[index] = base
            sources[index].factor = unit.size
        }
        guard types != valueTypes else { return self }
        var builder = emptyBuilder(of: types)
        builder.absorb(self, taking: sources)
        return builder.finish()
    }

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
