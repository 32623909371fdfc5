import Yams

/// A value of a pipeline file with its place; the only file that knows Yams.
struct YAMLValue {
    private let node: Node
    private let file: String

    /// The whole document of `text`.
    init(text: String, file: String) throws(PipelineError) {
        self.file = file
        do {
            guard let root = try Yams.compose(yaml: text) else {
                throw PipelineError(file: file, line: 0, column: 0, expected: "a pipeline", found: "an empty file")
            }
            node = root
        } catch let error as PipelineError {
            throw error
        } catch let error as YamlError {
            throw YAMLValue.described(error, file)
        } catch {
            throw PipelineError(file: file, line: 0, column: 0, expected: "YAML", found: "\(error)")
        }
    }

    private init(_ node: Node, _ file: String) {
        self.node = node
        self.file = file
    }

    private static func described(_ error: YamlError, _ file: String) -> PipelineError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            PipelineError(file: file, line: mark.line, column: mark.column, expected: "YAML", found: problem)
        default:
            PipelineError(file: file, line: 0, column: 0, expected: "YAML", found: "\(error)")
        }
    }

    /// An error at this value.
    func broken(_ expected: String, _ found: String? = nil) -> PipelineError {
        PipelineError(
            file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, expected: expected,
            found: found ?? words)
    }

    /// What the value is, in words.
    private var words: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias(let alias): "the alias *\(alias.anchor.rawValue)"
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
        guard case .mapping(let mapping) = node else { throw broken("\(what): a mapping") }
        var pairs: [(YAMLValue, String, YAMLValue)] = []
        var seen = Set<String>()
        for (key, value) in mapping {
            let name = try YAMLValue(key, file).text("a key")
            guard seen.insert(name).inserted else {
                throw YAMLValue(key, file).broken("each key once", "\(name) again")
            }
            pairs.append((YAMLValue(key, file), name, YAMLValue(value, file)))
        }
        return pairs
    }

    /// The values of a list; one that is no list stands for a list of itself.
    var list: [YAMLValue] {
        guard case .sequence(let sequence) = node else { return [self] }
        return sequence.map { YAMLValue($0, file) }
    }

    /// Whether it is a mapping.
    var isMapping: Bool { if case .mapping = node { true } else { false } }

    /// Whether it is the word `name`, or a mapping with that key.
    func mentions(_ name: String) -> Bool {
        switch node {
        case .scalar(let scalar): scalar.string == name
        case .mapping(let mapping): mapping.contains { $0.key.scalar?.string == name }
        default: false
        }
    }

    /// The value as text.
    func text(_ what: String) throws(PipelineError) -> String {
        guard case .scalar(let scalar) = node else { throw broken(what) }
        return scalar.string
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
