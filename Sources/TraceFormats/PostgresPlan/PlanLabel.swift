import StackModel

/// The facts of a step in JSON from which EXPLAIN's text makes the step's label.
struct PlanLabel {
    var nodeType = ""
    var strategy = ""
    var partialMode = ""
    var operation = ""
    var command = ""
    var joinType = ""
    var scanDirection = ""
    var indexName = ""
    var schema = ""
    /// Relation, function, common table or other thing that is scanned.
    var object = ""
    var alias = ""
    var provider = ""
    var isParallelAware = false
    var isAsyncCapable = false

    /// The label as EXPLAIN's text has it (explain.c, ExplainNode), so that a plan is the same in either form.
    var text: String {
        var text = isParallelAware ? "Parallel " : ""
        if isAsyncCapable { text += "Async " }
        text += name
        if usesIndexOnly {
            if scanDirection == "Backward" { text += " Backward" }
            text += " using \(indexName)"
        } else if !indexName.isEmpty {
            text += " on \(indexName)"
        }
        if !object.isEmpty {
            text += " on " + (schema.isEmpty ? object : "\(schema).\(object)")
            if !alias.isEmpty, alias != object { text += " \(alias)" }
        } else if !alias.isEmpty {
            text += " on \(alias)"
        }
        return text
    }

    private var usesIndexOnly: Bool {
        !indexName.isEmpty && (nodeType == "Index Scan" || nodeType == "Index Only Scan")
    }

    /// The step's kind: joins and aggregates say how.
    private var name: String {
        switch nodeType {
        case "Aggregate": partialPrefix + aggregate
        case "ModifyTable": operation.isEmpty ? nodeType : operation
        case "Foreign Scan" where !operation.isEmpty && operation != "Select": "Foreign \(operation)"
        case "SetOp": (strategy == "Hashed" ? "HashSetOp" : "SetOp") + (command.isEmpty ? "" : " \(command)")
        case "Nested Loop" where isPlainJoin: nodeType
        case "Nested Loop": "Nested Loop \(joinType) Join"
        case "Hash Join" where !isPlainJoin: "Hash \(joinType) Join"
        case "Merge Join" where !isPlainJoin: "Merge \(joinType) Join"
        case "Custom Scan" where !provider.isEmpty: "Custom Scan (\(provider))"
        case "": "(unknown)"
        default: nodeType
        }
    }

    private var isPlainJoin: Bool { joinType.isEmpty || joinType == "Inner" }

    private var partialPrefix: String { partialMode.isEmpty || partialMode == "Simple" ? "" : "\(partialMode) " }

    private var aggregate: String {
        switch strategy {
        case "Sorted": "GroupAggregate"
        case "Hashed": "HashAggregate"
        case "Mixed": "MixedAggregate"
        default: "Aggregate"
        }
    }
}
