// A piece of a trace that was read apart from the others.
extension ProfileBuilder {
    /// Adds what a piece of the same trace holds, as if it had been read here; value type n of the piece is
    /// `types[n - 1]` here. Metadata and diagnostics are left to the caller; the times of samples are not.
    package mutating func absorbPiece(_ piece: Profile, types: [ValueTypeID]) {
        let tables = remapTables(piece)
        let width = piece.samples.layout == .long ? 0 : types.count
        var values = [Int64](repeating: 0, count: width)
        for row in 0..<piece.samples.count {
            var key = tables.key(piece.samples.key(row))
            let time = piece.samples.time(row)
            let count = piece.samples.sampleCount(row)
            if width > 0 {
                for column in 0..<width {
                    values[column] = piece.samples.value(row, of: ValueTypeID(row: column + 1)) ?? 0
                }
                addSample(key, values: values, time: time, count: count)
            } else {
                let type = key.valueType
                key.valueType = types[type.row - 1]
                addSample(key, value: piece.samples.value(row, of: type) ?? 0, time: time, count: count)
            }
        }
        guard let start = piece.metadata.start, let duration = piece.metadata.duration else { return }
        reach(start)
        reach(start.addingSaturated(duration))
    }
}
