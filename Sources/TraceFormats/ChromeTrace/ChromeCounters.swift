import StackModel
import TraceInput

/// Counter events (C): figures that change over time, several series an event; and what DevTools counts of a page
/// (`UpdateCounters`: heap, documents, nodes, listeners).
struct ChromeCounters {
    /// A series belongs to a process; its name is the event's, with the id and the member of `args` behind it.
    private struct Key: Hashable {
        let process: ChromeID
        let name: [UInt8]
    }

    private struct Reading {
        let series: Int
        let time: Int64
        let value: Double
    }

    private var series: [Key: Int] = [:]
    private var keys: [Key] = []
    /// By series, whether a value has a fractional part.
    private var isFractional: [Bool] = []
    private var readings: [Reading] = []

    /// Takes a counter event; false where it has no time or no number.
    mutating func take(_ event: ChromeEvent, into builder: inout ProfileBuilder) throws(TraceError) -> Bool {
        guard let time = event.time, let arguments = event.argumentsPlace else { return false }
        let name = try event.nameID(into: &builder)
        var label = builder.text(of: name)
        if var id = event.id {
            let words = try ChromeID(&id, into: &builder).bytes(in: builder)
            if !words.isEmpty { label += Array(" ".utf8) + words }
        }
        return try read(arguments, label, event.thread.process, time)
    }

    /// Takes what DevTools counts of a page, where an event is that; false where it is another.
    mutating func takePage(_ event: ChromeEvent, into builder: inout ProfileBuilder) throws(TraceError) -> Bool {
        guard try event.isNamed("UpdateCounters"), let time = event.time, let data = event.arguments.data else {
            return false
        }
        return try read(data, [], event.thread.process, time)
    }

    private mutating func read(
        _ place: JSONReader, _ label: [UInt8], _ process: ChromeID, _ time: Int64
    ) throws(TraceError) -> Bool {
        var json = place
        guard try json.kind() == .object else { return false }
        var isRead = false
        try json.eachMember { key, json throws(TraceError) in
            guard try json.kind() == .number else { return try json.skip() }
            let value = try json.number()
            var name = label
            let isWhole = !name.isEmpty && (key == "value" || ByteView.withBytes(of: name) { key == $0 })
            if !isWhole { name += (name.isEmpty ? [] : [0x20]) + key.bytes }
            add(Key(process: process, name: name), time, value)
            isRead = true
        }
        return isRead
    }

    private mutating func add(_ key: Key, _ time: Int64, _ value: Double) {
        guard value.isFinite else { return }
        let row = series[key] ?? keys.count
        if row == keys.count {
            series[key] = row
            keys.append(key)
            isFractional.append(false)
        }
        if value.rounded() != value { isFractional[row] = true }
        readings.append(Reading(series: row, time: time, value: value))
    }

    /// Adds all readings. Where processes have counters of one name, the process is part of it; values with
    /// fractional parts are kept in millionths.
    func add(_ threads: ChromeThreads, into builder: inout ProfileBuilder) {
        var uses: [[UInt8]: Int] = [:]
        for key in keys { uses[key.name, default: 0] += 1 }
        let types = keys.indices.map { row in
            var name = String(decoding: keys[row].name, as: UTF8.self)
            if uses[keys[row].name] ?? 0 > 1 {
                name += " (\(threads.processWords(keys[row].process, in: builder)))"
            }
            let unit = name.hasPrefix("jsHeapSizeUsed") ? "bytes" : "count"
            return ValueType(name: name, unit: isFractional[row] ? "millionths" : unit)
        }
        for reading in readings {
            let scale = isFractional[reading.series] ? 1e6 : 1
            builder.addReading(
                types[reading.series], at: reading.time, value: Int64(saturating: (reading.value * scale).rounded()))
        }
    }
}
