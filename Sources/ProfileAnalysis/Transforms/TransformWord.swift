/// A transform as a user writes it: `collapse-recursion`, or `{ focus: "^server" }`.
package struct TransformWord: Hashable, Sendable {
    /// Name, as `TransformCatalogue` has it.
    package let name: String
    /// What stands behind the name; nil when nothing does.
    package let argument: String?

    /// A name with its argument; neither is checked before `transform()`.
    package init(_ name: String, _ argument: String? = nil) {
        self.name = name
        self.argument = argument
    }
}

extension TransformWord: CustomStringConvertible {
    /// `focus "^server"`.
    package var description: String { argument.map { "\(name) \"\($0)\"" } ?? name }
}

extension TransformWord {
    /// The argument, which must be there.
    func required(_ expected: String) throws(TransformError) -> String {
        guard let argument, !argument.isEmpty else { throw .argument(self, expected: expected) }
        return argument
    }

    /// What the argument lists, parted by commas; everything for `all`, or where there is no argument.
    func choices<Choice>() throws(TransformError) -> Set<Choice>
    where Choice: CaseIterable & Hashable & RawRepresentable, Choice.RawValue == String {
        var chosen = Set<Choice>()
        var isKnown = true
        for name in (argument ?? "all").split(separator: ",") {
            if name == "all" {
                chosen.formUnion(Choice.allCases)
            } else if let choice = Choice(rawValue: String(name)) {
                chosen.insert(choice)
            } else {
                isKnown = false
            }
        }
        guard isKnown, !chosen.isEmpty else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .argument(self, expected: "all, or some of \(known)")
        }
        return chosen
    }

    /// The transform that the word stands for.
    package func transform() throws(TransformError) -> any ProfileTransform {
        guard let descriptor = TransformCatalogue.descriptor(named: name) else {
            let near = NearestNames.find(name, in: TransformCatalogue.all.map(\.name))
            throw TransformError(
                code: "transform.unknown", self, expected: "the name of a transform", found: "\"\(name)\"",
                advice: near.isEmpty ? nil : "near to it: " + near.joined(separator: ", "))
        }
        if descriptor.argument == .none, let argument {
            throw TransformError(
                code: "transform.argument", self, expected: "no argument", found: "\"\(argument)\"")
        }
        return try descriptor.make(TransformWord(descriptor.name, argument))
    }

    /// The transforms of a list of words; `keep-frames` belongs to the `drop-frames` before it.
    package static func transforms(_ words: [TransformWord]) throws(TransformError) -> [any ProfileTransform] {
        var result: [any ProfileTransform] = []
        for word in words {
            let isException = TransformCatalogue.descriptor(named: word.name)?.name == "keep-frames"
            if isException, let drop = result.last as? DropFrames {
                result[result.count - 1] = try drop.keeping(word)
            } else {
                result.append(try word.transform())
            }
        }
        return result
    }
}
