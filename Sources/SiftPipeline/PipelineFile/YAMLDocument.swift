import CYaml

/// A YAML document composed of libyaml's events: values that name each other by number, so that an alias costs nothing
/// however often it is named. The only file that knows libyaml.
struct YAMLDocument {
    /// A value, and the place in the text where it begins.
    struct Node {
        var content: Content
        var mark: Mark
    }

    /// What a value is. Lists and mappings name their members by number.
    enum Content {
        case scalar(String)
        case list([Int])
        case mapping([(key: Int, value: Int)])
    }

    /// A place in the text: both numbers from 1.
    struct Mark {
        var line: Int
        var column: Int

        fileprivate init(_ mark: yaml_mark_t) {
            line = Int(clamping: mark.line) + 1
            column = Int(clamping: mark.column) + 1
        }
    }

    /// What is wrong with a text, and where.
    struct SyntaxError: Error {
        var problem: String
        var mark: Mark
    }

    /// How deep lists and mappings may stand in each other: libyaml's time grows with the square of it.
    private static let depthLimit = 100

    /// All values.
    private(set) var nodes: [Node] = []
    /// The number of the outermost value; nil where the text holds no document.
    private(set) var root: Int?

    /// Lists and mappings that have not ended: their numbers and anchors, and the members so far.
    private var open: [(node: Int, anchor: String?, members: [Int])] = []
    private var anchors: [String: Int] = [:]

    /// The one document of `text`.
    init(_ text: String) throws(SyntaxError) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            throw SyntaxError(problem: "no memory for it", mark: Mark(yaml_mark_t()))
        }
        defer { yaml_parser_delete(&parser) }
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBufferPointer { bytes throws(SyntaxError) in
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            var hasEnded = false
            while !hasEnded {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else {
                    throw YAMLDocument.error(of: parser, bytes)
                }
                defer { yaml_event_delete(&event) }
                try take(event)
                hasEnded = event.type == YAML_STREAM_END_EVENT
            }
        }
    }

    /// What the parser found wrong in `bytes`. Of a character that no text may hold it says only how many bytes are before
    /// it.
    private static func error(of parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>) -> SyntaxError {
        var problem = parser.problem.map { String(cString: $0) } ?? "no memory for it"
        if problem.hasPrefix("found ") { problem.removeFirst(6) }
        var mark = Mark(parser.problem_mark)
        if parser.error == YAML_READER_ERROR {
            let before = bytes.prefix(parser.problem_offset)
            mark.line = before.count { $0 == 0x0A } + 1
            mark.column = before.reversed().prefix { $0 != 0x0A }.count + 1
        }
        return SyntaxError(problem: problem, mark: mark)
    }

    private mutating func take(_ event: yaml_event_t) throws(SyntaxError) {
        let mark = Mark(event.start_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            if root != nil { throw SyntaxError(problem: "a second document", mark: mark) }
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            nodes.append(Node(content: .scalar(String(decoding: bytes, as: UTF8.self)), mark: mark))
            add(nodes.count - 1, anchor: YAMLDocument.text(scalar.anchor))
        case YAML_ALIAS_EVENT:
            guard let node = YAMLDocument.text(event.data.alias.anchor).flatMap({ anchors[$0] }) else {
                throw SyntaxError(problem: "an alias of nothing before it", mark: mark)
            }
            add(node, anchor: nil)
        case YAML_SEQUENCE_START_EVENT:
            try begin(.list([]), anchor: event.data.sequence_start.anchor, at: mark)
        case YAML_MAPPING_START_EVENT:
            try begin(.mapping([]), anchor: event.data.mapping_start.anchor, at: mark)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: end()
        default: break
        }
    }

    private mutating func begin(
        _ content: Content, anchor: UnsafeMutablePointer<yaml_char_t>?, at mark: Mark
    ) throws(SyntaxError) {
        guard open.count < YAMLDocument.depthLimit else {
            throw SyntaxError(problem: "more than \(YAMLDocument.depthLimit) lists in each other", mark: mark)
        }
        nodes.append(Node(content: content, mark: mark))
        open.append((nodes.count - 1, YAMLDocument.text(anchor), []))
    }

    private mutating func end() {
        guard let (node, anchor, members) = open.popLast() else { return }
        switch nodes[node].content {
        case .mapping:
            let pairs = stride(from: 0, to: members.count - 1, by: 2).map { (members[$0], members[$0 + 1]) }
            nodes[node].content = .mapping(pairs)
        default: nodes[node].content = .list(members)
        }
        add(node, anchor: anchor)
    }

    /// Puts a value where it stands: into what is open, or as the outermost one.
    private mutating func add(_ node: Int, anchor: String?) {
        if let anchor { anchors[anchor] = node }
        if open.isEmpty {
            root = node
        } else {
            open[open.count - 1].members.append(node)
        }
    }

    private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(cString: $0) }
    }
}
