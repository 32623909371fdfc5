// A piece of a trace that was read apart from the others.
extension ProfileBuilder {
    /// Adds what a piece of the same trace holds, as if it had been read here; value type n of the piece is
    /// `types[n - 1]` here, or n where samples have several values each. Metadata and diagnostics are left to the
    /// caller; the times of samples are not.
    package mutating func absorbPiece(_ piece: Profile, types: [ValueTypeID]) {
        let tables = remapTables(piece)
        if piece.samples.layout != .long {
            addSamples(of: piece, tables, taking: piece.storedSources, keepsZeros: true)
        } else {
            for row in 0..<piece.samples.count {
                let old = piece.samples.key(row)
                var key = tables.key(old)
                key.valueType = types[old.valueType.row - 1]
                addSample(
                    key, value: piece.samples.value(row, of: old.valueType) ?? 0, time: piece.samples.time(row),
                    count: piece.samples.sampleCount(row))
            }
        }
        guard let start = piece.metadata.start, let duration = piece.metadata.duration else { return }
        reach(start)
        reach(start.addingSaturated(duration))
    }
}
