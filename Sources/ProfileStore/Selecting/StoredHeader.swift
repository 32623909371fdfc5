import StackModel

/// What a store says of a profile as a whole.
struct StoredHeader {
    /// A value type of the profile.
    struct StoredType {
        var id: ValueTypeID
        /// Its number in the store, and that of the derived type that counts its samples.
        var storeID: Int64
        var countType: Int64?
        var type: ValueType
    }

    private(set) var metadata = ProfileMetadata()
    /// Those that the trace itself has.
    private(set) var types: [StoredType] = []
    private(set) var typeOf: [Int64: ValueTypeID] = [:]
    private(set) var defaultType = ValueTypeID.none
    /// Sums over all samples by number of the value type in the store.
    private(set) var totals: [Int64: Int64] = [:]
    private(set) var isCallGraph = false
    /// Whether each sample has a value of every value type.
    private(set) var isWide = false

    /// Id of the format, empty where it is not known.
    var format: String { metadata.format }

    /// The derived type that counts samples of the default value type.
    var countType: Int64? { types.first { $0.id == defaultType }?.countType }

    /// Reads what is said of the profile `id`; throws where there is none, or one that could not be read.
    init(_ reader: StoreReader, _ id: Int64) throws(StoreError) {
        try readProfile(reader, id)
        try readLabels(reader, id)
        try readTypes(reader, id)
    }

    private mutating func readProfile(_ reader: StoreReader, _ id: Int64) throws(StoreError) {
        let row = try reader.statement(
            """
            SELECT path, format, status, recorded_ns, start_ns, duration_ns, host, command, period, period_type,
                period_unit, stack_fidelity, lost_samples, comments, value_layout
            FROM profile WHERE profile_id = \(id)
            """)
        guard try row.step() else { throw StoreError("\(reader.path): expected a profile #\(id), found none") }
        guard row.text(2) == "ok" else {
            throw StoreError(
                "\(reader.path): profile #\(id) (\(row.text(0) ?? "")) could not be read when it was added")
        }
        metadata.format = row.text(1) ?? ""
        metadata.recordedAt = row.integer(3)
        metadata.start = row.integer(4)
        metadata.duration = row.integer(5)
        metadata.host = row.text(6)
        metadata.commandLine = row.text(7)
        metadata.period = row.integer(8)
        if let name = row.text(9), let unit = row.text(10) { metadata.periodType = ValueType(name: name, unit: unit) }
        metadata.stackFidelity = row.text(11).flatMap { StackFidelity(rawValue: $0) } ?? .exact
        metadata.lostSamples = row.integer(12) ?? 0
        metadata.comments = row.text(13)?.split(separator: "\n").map(String.init) ?? []
        isWide = row.text(14) == "wide"
    }

    private mutating func readLabels(_ reader: StoreReader, _ id: Int64) throws(StoreError) {
        let rows = try reader.statement("SELECT label, value FROM profile_label WHERE profile_id = \(id)")
        while try rows.step() {
            if let label = rows.text(0), let value = rows.text(1) { metadata.runLabels[label] = value }
        }
    }

    private mutating func readTypes(_ reader: StoreReader, _ id: Int64) throws(StoreError) {
        let rows = try reader.statement(
            """
            SELECT v.value_type_id, v.value_type, v.unit, pv.is_default, pv.is_derived, pv.total,
                pv.sample_count IS NULL
            FROM profile_value pv JOIN value_type v ON v.value_type_id = pv.value_type_id
            WHERE pv.profile_id = \(id)
            ORDER BY v.value_type = 'calls', v.value_type_id
            """)
        var derived: [String: Int64] = [:]
        while try rows.step() {
            guard let storeID = rows.integer(0), let name = rows.text(1), let unit = rows.text(2) else { continue }
            totals[storeID] = rows.integer(5)
            if rows.integer(6) == 1 { isCallGraph = true }
            if rows.integer(4) == 1 {
                derived[name] = storeID
                continue
            }
            let type = ValueTypeID(row: types.count + 1)
            types.append(StoredType(id: type, storeID: storeID, type: ValueType(name: name, unit: unit)))
            typeOf[storeID] = type
            if rows.integer(3) == 1 { defaultType = type }
        }
        metadata.derivesSampleCounts = !derived.isEmpty
        for row in types.indices {
            let name = types[row].id == defaultType ? "samples" : "samples:\(types[row].type.name)"
            types[row].countType = derived[name]
        }
        // A call graph's figures are all exact; what is estimated is made anew from them.
        if isCallGraph { metadata.stackFidelity = .exact }
    }

    /// Tells a new profile all this.
    func describe(_ builder: inout ProfileBuilder, name: String) {
        let list = types.map(\.type)
        if isWide { builder.setWideValueTypes(list) } else { for type in list { _ = builder.valueType(type) } }
        builder.metadata = metadata
        builder.metadata.sources = [name]
        builder.defaultValueType = defaultType
    }
}

extension SQLiteStatement {
    /// A whole number of the row; nil where there is none.
    func integer(_ column: Int32) -> Int64? {
        if case .integer(let value) = value(column) { return value }
        return nil
    }

    /// A text of the row; nil where there is none.
    func text(_ column: Int32) -> String? {
        if case .text(let text) = value(column) { return text }
        return nil
    }
}
