import StackModel
import TraceInput

/// Reads the document that MongoDB's explain gives: `executionStats` of a query, `stages` of a pipeline, `shards` of
/// both. However deep it is, it is read without recursion.
struct MongoDocument {
    private(set) var stages: [MongoStage] = []
    /// `database.collection`.
    private(set) var collection = ""
    /// Nanoseconds of the whole execution.
    private(set) var execution: Int64?
    private var json: JSONReader
    private var open: [Container] = []

    /// An object or array that is not closed yet.
    private struct Container {
        var kind = JSONKind.object
        /// The stage that the object's figures belong to.
        var stage: Int?
        /// The stage that stages within belong to; -1 for none.
        var caller = -1
        var list = List.none
        /// The stage before, in a pipeline.
        var previous: Int?
    }

    /// What the elements of an array (or the members of an object) are.
    private enum List {
        case none
        case stages
        case pipeline
        case shards
    }

    /// Reads the whole document.
    init(_ json: JSONReader) throws(TraceError) {
        self.json = json
        open.append(Container())
        var isInside = try self.json.open(.object)
        while let top = open.last {
            if isInside {
                if let next = try member(of: top) {
                    open.append(next)
                    isInside = try self.json.open(next.kind)
                } else {
                    isInside = try self.json.more(top.kind)
                }
                continue
            }
            open.removeLast()
            if let outer = open.last { isInside = try self.json.more(outer.kind) }
        }
        try self.json.end()
        for row in stages.indices { stages[row].settle() }
        addMissingTimes()
    }

    /// A stage of which no time is told took what those that feed it took; shards work side by side.
    private mutating func addMissingTimes() {
        let calls = CallOrder(stages.map(\.caller))
        for row in calls.order.reversed() where !stages[row].hasTime {
            stages[row].time = calls.callees(of: row).reduce(0) { time, callee in
                let fed = stages[callee]
                return fed.name.hasPrefix("SHARD") ? max(time, fed.time) : time.addingSaturated(fed.time)
            }
        }
    }

    /// Reads a member or element; the container that it opens, where it has stages within.
    private mutating func member(of container: Container) throws(TraceError) -> Container? {
        if container.kind == .array {
            guard try json.kind() == .object, container.list != .none else {
                try json.skip()
                return nil
            }
            return element(of: container, name: nil)
        }
        let key = try json.key().text
        let kind = try json.kind()
        if container.list == .shards, kind == .object { return element(of: container, name: key) }
        switch kind {
        case .object: return try object(key, in: container)
        case .array:
            let list = MongoDocument.list(key)
            guard list != .none else {
                try json.skip()
                return nil
            }
            return Container(kind: .array, caller: container.stage ?? container.caller, list: list)
        default:
            try value(key, in: container)
            return nil
        }
    }

    private static func list(_ key: String) -> List {
        switch key {
        case "inputStages": .stages
        case "stages": .pipeline
        case "shards": .shards
        default: .none
        }
    }

    private mutating func element(of list: Container, name: String?) -> Container {
        let row = stages.count
        var stage = MongoStage()
        stage.caller = list.caller
        if list.list == .shards { stage.name = "SHARD" + (name.map { " \($0)" } ?? "") }
        stages.append(stage)
        if list.list == .pipeline, let top = open.indices.last {
            // A later stage of a pipeline pulls from the one before.
            if let previous = open[top].previous { stages[previous].caller = row }
            open[top].previous = row
        }
        return Container(stage: row, caller: row)
    }

    private mutating func object(_ key: String, in container: Container) throws(TraceError) -> Container? {
        let caller = container.stage ?? container.caller
        switch key {
        case "executionStages", "inputStage", "thenStage", "elseStage", "outerStage", "innerStage":
            var stage = MongoStage()
            stage.caller = caller
            stages.append(stage)
            return Container(stage: stages.count - 1, caller: stages.count - 1)
        case "executionStats", "queryPlanner": return Container(caller: caller)
        case "shards": return Container(caller: caller, list: .shards)
        default: break
        }
        if key.first == "$", let row = container.stage {
            if !key.hasPrefix("$number") { stages[row].name = key }
            if key == "$cursor" { return Container(caller: row) }
        }
        if let number = try number() { set(key, number, in: container) }
        return nil
    }

    private mutating func value(_ key: String, in container: Container) throws(TraceError) {
        switch try json.kind() {
        case .number: set(key, try json.number(), in: container)
        case .string:
            let text = try json.string().text
            if key == "namespace", collection.isEmpty { collection = text }
            guard let row = container.stage else { return }
            if key == "stage" { stages[row].name = text }
            if key == "indexName" { stages[row].indexName = text }
            if key == "shardName" { stages[row].name = "SHARD \(text)" }
        default: try json.skip()
        }
    }

    /// A number as extended JSON has it, `{"$numberLong": "12"}`; nil for any other object, which is passed over.
    private mutating func number() throws(TraceError) -> Double? {
        var number: Double?
        var more = try json.open(.object)
        while more {
            let isNumber = try json.key().hasPrefix("$number")
            if isNumber, try json.kind() == .string {
                number = Double(try json.string().text)
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        return number
    }

    private mutating func set(_ key: String, _ number: Double, in container: Container) {
        let whole = number.nearestInt64
        guard let row = container.stage else {
            let time = (number * 1e6).nearestInt64
            if key == "executionTimeMillis" { execution = max(execution ?? 0, time) }
            return
        }
        switch key {
        case "executionTimeMillisEstimate", "executionTimeMillis": stages[row].setTime(number, nanoseconds: 1_000_000)
        case "executionTimeMicros": stages[row].setTime(number, nanoseconds: 1000)
        case "executionTimeNanos": stages[row].setTime(number, nanoseconds: 1)
        case "works": stages[row].works = whole
        case "nReturned": stages[row].returned = whole
        case "docsExamined": stages[row].documents = whole
        case "keysExamined": stages[row].keys = whole
        case "numReads": stages[row].reads = whole
        case "totalDocsExamined": stages[row].foreign.documents = whole
        case "totalKeysExamined": stages[row].foreign.keys = whole
        default: break
        }
    }
}
