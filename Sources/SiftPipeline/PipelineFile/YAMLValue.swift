/// A value of a pipeline file with its place.
struct YAMLValue {
    private let document: YAMLDocument
    private let node: YAMLDocument.Node
    private let file: String

    /// The whole document of `text`.
    init(text: String, file: String) throws(PipelineError) {
        self.file = file
        do throws(YAMLDocument.SyntaxError) {
            document = try YAMLDocument(text)
        } catch {
            throw PipelineError(
                file: file, line: error.mark.line, column: error.mark.column, expected: "YAML", found: error.problem)
        }
        guard let root = document.root else {
            throw PipelineError(file: file, line: 0, column: 0, expected: "a pipeline", found: "an empty file")
        }
        node = document.nodes[root]
    }

    private init(_ number: Int, of other: YAMLValue) {
        document = other.document
        node = document.nodes[number]
        file = other.file
    }

    /// An error at this value.
    func broken(_ expected: String, _ found: String? = nil) -> PipelineError {
        PipelineError(
            file: file, line: node.mark.line, column: node.mark.column, expected: expected,
            found: found ?? words)
    }

    /// What the value is, in words.
    private var words: String {
        switch node.content {
        case .scalar(let text): text.isEmpty ? "nothing" : "\"\(text)\""
        case .mapping: "a mapping"
        case .list: "a list"
        }
    }

    /// The members of a mapping, of which all keys must be in `keys`.
    func members(_ keys: [String], of what: String) throws(PipelineError) -> [String: YAMLValue] {
        var members: [String: YAMLValue] = [:]
        for (key, name, value) in try pairs(of: what) {
            guard keys.contains(name) else {
                let meant = meantHint(name, among: keys)
                throw key.broken("a key of \(what) (\(keys.joined(separator: ", ")))", "\"\(name)\"\(meant)")
            }
            members[name] = value
        }
        return members
    }

    /// Key, its text and value of each member of a mapping, in the file's order.
    func pairs(of what: String) throws(PipelineError) -> [(key: YAMLValue, name: String, value: YAMLValue)] {
        guard case .mapping(let members) = node.content else { throw broken("\(what): a mapping") }
        var pairs: [(YAMLValue, String, YAMLValue)] = []
        var seen = Set<String>()
        for member in members {
            let key = YAMLValue(member.key, of: self)
            let name = try key.text("a key")
            guard seen.insert(name).inserted else { throw key.broken("each key once", "\(name) again") }
            pairs.append((key, name, YAMLValue(member.value, of: self)))
        }
        return pairs
    }

    /// The values of a list; one that is no list stands for a list of itself.
    var list: [YAMLValue] {
        guard case .list(let values) = node.content else { return [self] }
        return values.map { YAMLValue($0, of: self) }
    }

    /// Whether it is a mapping.
    var isMapping: Bool { if case .mapping = node.content { true } else { false } }

    /// Whether it is the word `name`, or a mapping with that key.
    func mentions(_ name: String) -> Bool {
        switch node.content {
        case .scalar: isScalar(name)
        case .mapping(let members): members.contains { YAMLValue($0.key, of: self).isScalar(name) }
        case .list: false
        }
    }

    private func isScalar(_ name: String) -> Bool {
        if case .scalar(let text) = node.content { text == name } else { false }
    }

    /// The value as text.
    func text(_ what: String) throws(PipelineError) -> String {
        guard case .scalar(let text) = node.content else { throw broken(what) }
        return text
    }

    /// The value as a whole number.
    func integer(_ what: String, in range: ClosedRange<Int>) throws(PipelineError) -> Int {
        guard let number = Int(try text(what)), range.contains(number) else {
            throw broken("\(what) (\(range.lowerBound) to \(range.upperBound))")
        }
        return number
    }

    /// The value as a number.
    func number(_ what: String, in range: ClosedRange<Double>) throws(PipelineError) -> Double {
        guard let number = Double(try text(what)), range.contains(number) else {
            throw broken("\(what) (\(range.lowerBound) to \(range.upperBound))")
        }
        return number
    }

    /// The value as yes or no.
    func bool(_ what: String) throws(PipelineError) -> Bool {
        switch try text(what) {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw broken("\(what): true or false")
        }
    }

    /// The value as one of an enumeration's words.
    func word<Choice: RawRepresentable & CaseIterable>(
        _ what: String, of type: Choice.Type
    ) throws(PipelineError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text(what)) else {
            let known = Choice.allCases.map(\.rawValue)
            let meant = meantHint(try text(what), among: known)
            throw broken("\(what): \(known.joined(separator: ", "))", words + meant)
        }
        return choice
    }
}
