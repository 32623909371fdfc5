import ProfileAnalysis
import StackModel

/// Finds the verdict on a function of another view of the same runs: a plain comparison, a flame graph.
struct VerdictLookup {
    let comparison: Comparison
    private var groups: [Key: Int32] = [:]
    /// Functions by name alone; nil where several have it.
    private var byName: [[UInt8]: Int32?] = [:]

    private struct Key: Hashable {
        let name: [UInt8]
        let place: [UInt8]
    }

    /// A lookup of everything that was compared.
    init(_ comparison: Comparison) {
        self.comparison = comparison
        let functions = comparison.runs.functions
        for group in 0..<Int32(functions.count) {
            let name = functions.name(group).bytes
            groups[Key(name: name, place: VerdictLookup.baseName(functions.place(group)))] = group
            byName[name] = byName[name] == nil ? .some(group) : .some(nil)
        }
    }

    /// The estimate for a function's self or total; a function that calls nothing has its self as total.
    func estimate(_ kind: EntityKind, of group: Int32, in tree: CallTree) -> EntityEstimate? {
        guard group >= 0, let found = self.group(tree.groups[group], tree) else { return nil }
        let exact = comparison.estimate(Entity(kind, found))
        return kind == .own ? exact : exact ?? comparison.estimate(Entity(.own, found))
    }

    private func group(_ function: FrameGroup, _ tree: CallTree) -> Int32? {
        let written = tree.groups.strings.bytes(function.name)
        let name = StableName.stripped(written) ?? written.bytes
        let path = function.module.isNone ? function.file : function.module
        let place = path.isNone ? nil : tree.groups.strings.text(path)
        return groups[Key(name: name, place: VerdictLookup.baseName(place))] ?? byName[name] ?? nil
    }

    private static func baseName(_ path: String?) -> [UInt8] {
        guard let path else { return [] }
        return ByteView.withBytes(of: path) { $0.baseName.bytes }
    }
}
