import ProfileAnalysis
import StackModel

/// Writes what is said of one profile as a whole: `profile`, `profile_label`, `profile_value`, `mapping`, `diagnostic`.
struct ProfileRows {
    let connection: SQLiteConnection
    let profileID: Int64
    let stored: StoredProfile

    /// Writes the rows of `profile` and `profile_label`.
    func writeProfile() throws(StoreError) {
        let metadata = stored.profile.metadata
        let insert = try SQLiteStatement(
            connection,
            """
            INSERT INTO profile (profile_id, path, format, status, role, run_group, recorded_ns, start_ns, duration_ns,
                host, command, period, period_type, period_unit, stack_fidelity, lost_samples, comments,
                content_sha256, file_sha256, value_layout)
            VALUES (?, ?, ?, 'ok', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, profileID)
        insert.bind(2, stored.path)
        insert.bind(3, metadata.format)
        insert.bind(4, stored.role)
        insert.bind(5, stored.runGroup)
        insert.bind(6, stored.recordedAt ?? metadata.recordedAt)
        insert.bind(7, metadata.start)
        insert.bind(8, metadata.duration)
        insert.bind(9, stored.host ?? metadata.host)
        insert.bind(10, metadata.commandLine)
        insert.bind(11, metadata.period)
        insert.bind(12, metadata.periodType?.name)
        insert.bind(13, metadata.periodType?.unit)
        insert.bind(14, stored.stackFidelity?.rawValue)
        insert.bind(15, metadata.lostSamples)
        insert.bind(16, metadata.comments.isEmpty ? nil : metadata.comments.joined(separator: "\n"))
        insert.bind(17, stored.hashes?.content)
        insert.bind(18, stored.hashes?.file)
        insert.bind(19, stored.profile.samples.layout == .long ? "long" : "wide")
        try insert.insert()
        try writeLabels()
    }

    private func writeLabels() throws(StoreError) {
        let label = try SQLiteStatement(connection, "INSERT INTO profile_label VALUES (?, ?, ?)")
        for (name, value) in stored.labels.sorted(by: { $0.key < $1.key }) {
            label.bind(1, profileID)
            label.bind(2, name)
            label.bind(3, value)
            try label.insert()
        }
    }

    /// Writes `profile_value` and `series`, and `value_type` where a type is new to the store; gives all that the
    /// profile counts. `nextID` is the next free number of a series.
    func writeValueTypes(
        _ directory: ValueTypeDirectory, _ nextID: inout Int64
    ) throws(StoreError) -> (values: [StoredValue], series: [StoredSeries]) {
        let profile = stored.profile
        let insert = try SQLiteStatement(connection, "INSERT INTO profile_value VALUES (?, ?, ?, ?, ?, ?, ?)")
        let seriesInsert = try SQLiteStatement(connection, "INSERT INTO series VALUES (?, ?, ?)")
        var series: [StoredSeries] = []
        var values: [StoredValue] = []
        for selection in selections {
            let type = freeName(profile.valueType(of: selection), among: values)
            let isDefault = selection == .type(profile.defaultValueType)
            let id = try directory.id(of: type)
            let value = StoredValue(selection: selection, type: type, valueTypeID: id, isDefault: isDefault)
            values.append(value)
            // Derived types come behind those whose samples they count.
            let counted = series.firstIndex {
                selection.isDerived && $0.value.selection.valueType == selection.valueType
            }
            if let counted {
                series[counted].samples = value
            } else {
                series.append(StoredSeries(id: nextID, value: value))
                seriesInsert.bind(1, nextID)
                seriesInsert.bind(2, profileID)
                seriesInsert.bind(3, id)
                try seriesInsert.insert()
                nextID += 1
            }
            let total = profile.total(selection)
            insert.bind(1, profileID)
            insert.bind(2, id)
            insert.bind(3, isDefault ? Int64(1) : 0)
            insert.bind(4, total.value)
            insert.bind(5, profile.isCallGraph ? nil : total.samples)
            insert.bind(6, counted == nil ? 0 : Int64(1))
            insert.bind(7, series[counted ?? series.count - 1].id)
            try insert.insert()
        }
        return (values, series)
    }

    /// All value types, and the derived numbers of samples.
    private var selections: [ValueSelection] {
        let profile = stored.profile
        var selections = profile.valueTypeIDs.map { ValueSelection.type($0) }
        guard profile.metadata.derivesSampleCounts, !profile.isCallGraph else { return selections }
        let isWide = profile.samples.layout != .long
        for id in profile.valueTypeIDs where !isWide || id == profile.defaultValueType {
            let derived = ValueSelection.sampleCount(of: id)
            if !profile.valueTypes.contains(profile.valueType(of: derived)) { selections.append(derived) }
        }
        return selections
    }

    /// A hostile file may have one value type twice: the second is told apart by a number.
    private func freeName(_ type: ValueType, among values: [StoredValue]) -> ValueType {
        var candidate = type
        var number = 2
        while values.contains(where: { $0.type == candidate }) {
            candidate.name = "\(type.name)#\(number)"
            number += 1
        }
        return candidate
    }

    /// Writes `mapping`; `nextID` is the next free number.
    func writeMappings(_ nextID: inout Int64) throws(StoreError) {
        let profile = stored.profile
        let insert = try SQLiteStatement(connection, "INSERT INTO mapping VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for row in 1..<max(profile.mappings.count, 1) {
            let mapping = profile.mappings[MappingID(row: row)]
            let base = profile.strings.bytes(mapping.file).baseName
            insert.bind(1, nextID)
            insert.bind(2, profileID)
            insert.bind(3, base.isEmpty ? nil : base.text)
            insert.bind(4, mapping.file.isNone ? nil : profile.text(mapping.file))
            insert.bind(5, mapping.buildID.isNone ? nil : profile.text(mapping.buildID))
            let hasAddresses = mapping.limit != 0
            insert.bind(6, hasAddresses ? Int64(bitPattern: mapping.start) : nil)
            insert.bind(7, hasAddresses ? Int64(bitPattern: mapping.limit) : nil)
            insert.bind(8, hasAddresses ? Int64(bitPattern: mapping.fileOffset) : nil)
            try insert.insert()
            nextID += 1
        }
    }

    /// Writes `diagnostic`.
    func writeDiagnostics() throws(StoreError) {
        let insert = try SQLiteStatement(connection, "INSERT INTO diagnostic VALUES (?, ?, ?, ?, ?, ?, ?)")
        let estimated = stored.profile.isCallGraph ? stored.estimated?.diagnostics.diagnostics ?? [] : []
        let own = stored.profile.diagnostics.diagnostics
        for diagnostic in own + estimated.filter({ !own.contains($0) }) {
            insert.bind(1, profileID)
            insert.bind(2, diagnostic.severity.rawValue)
            insert.bind(3, diagnostic.code)
            insert.bind(4, Int64(diagnostic.count))
            insert.bind(5, diagnostic.location.offset.map { Int64($0) })
            insert.bind(6, diagnostic.location.line.map { Int64($0) })
            insert.bind(7, diagnostic.message)
            try insert.insert()
        }
    }
}

extension ValueSelection {
    /// Whether it counts samples rather than adding up values of the trace.
    var isDerived: Bool {
        switch self {
        case .type: false
        case .sampleCount: true
        }
    }
}

/// The value types of a store.
struct ValueTypeDirectory {
    let connection: SQLiteConnection

    /// The id of a value type, which is written when it is new.
    func id(of type: ValueType) throws(StoreError) -> Int64 {
        let find = try SQLiteStatement(
            connection, "SELECT value_type_id FROM value_type WHERE value_type = ? AND unit = ?")
        find.bind(1, type.name)
        find.bind(2, type.unit)
        if let id = try find.firstInteger() { return id }
        let id = try connection.nextID("value_type_id", of: "value_type")
        let insert = try SQLiteStatement(connection, "INSERT INTO value_type VALUES (?, ?, ?)")
        insert.bind(1, id)
        insert.bind(2, type.name)
        insert.bind(3, type.unit)
        try insert.insert()
        return id
    }
}
