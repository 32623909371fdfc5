import ProfileAnalysis
import StackModel

/// The functions and paths of one profile by what they are called: what a store keeps of its frames and stacks.
///
/// Rows count from 1; row 0 is none. Parents come before children, in the order in which the profile has them.
struct PathTree: Sendable {
    /// One function: everything under one key.
    struct NamedFunction: Sendable {
        /// Name and place, as text, so that they are the same wherever they are written.
        var key: String { "\(name)\u{0}\(place)" }
        var name: String
        /// Base name of the module, else of the source file.
        var place = ""
        var systemName: String?
        var module: String?
        var file: String?
        var flags: FrameFlags = []
    }

    private(set) var functions = [NamedFunction(name: "")]
    /// By row of the profile's function table.
    private(set) var functionOfRow: [Int32]
    private(set) var parents: [Int32] = [0]
    /// The last function of each path.
    private(set) var leaves: [Int32] = [0]
    private(set) var depths: [Int64] = [0]
    private(set) var isInlined: [Bool] = [false]
    /// Whether no caller in the path is the same function.
    private(set) var isOutermost: [Bool] = [false]
    /// By row of the profile's stack table.
    private(set) var pathOfStack: [Int32]

    /// Reads the tree off a profile.
    init(_ profile: Profile) {
        functionOfRow = [Int32](repeating: 0, count: profile.functions.count)
        pathOfStack = [Int32](repeating: 0, count: profile.stacks.count)
        addFunctions(of: profile)
        addPaths(of: profile)
        isOutermost = StackGrouping.outermost(parents: parents, groups: leaves, groupCount: functions.count)
    }

    private mutating func addFunctions(of profile: Profile) {
        var groups = FrameGroups(identity: .functionKey)
        let groupOf = groups.add(profile)
        // By group; groups whose names differ in broken bytes alone have one key, and are one function.
        var functionOf = [Int32](repeating: 0, count: groups.count)
        var keys: [String: Int32] = [:]
        for group in 0..<groups.count {
            let function = Self.function(Int32(truncatingIfNeeded: group), groups)
            let row = keys[function.key] ?? Int32(truncatingIfNeeded: functions.count)
            if keys[function.key] == nil {
                keys[function.key] = row
                functions.append(function)
            }
            functions[Int(row)].flags.formUnion(function.flags)
            functionOf[group] = row
        }
        for row in 1..<max(groupOf.count, 1) where groupOf[row] >= 0 {
            let function = functionOf[Int(groupOf[row])]
            functionOfRow[row] = function
            let systemName = profile.functions[FunctionID(row: row)].systemName
            if functions[Int(function)].systemName == nil, !systemName.isNone {
                functions[Int(function)].systemName = profile.text(systemName)
            }
        }
    }

    private static func function(_ index: Int32, _ groups: borrowing FrameGroups) -> NamedFunction {
        let group = groups[index]
        let module = groups.strings.bytes(group.module).baseName
        let file = groups.strings.bytes(group.file)
        let base = module.isEmpty ? file.baseName : module
        let name = groups.name(index).text
        return NamedFunction(
            name: name, place: base.text,
            module: module.isEmpty ? nil : module.text, file: file.isEmpty ? nil : file.text, flags: group.flags)
    }

    private mutating func addPaths(of profile: Profile) {
        var index = HashSlots(expecting: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let frame = profile.frames[profile.stacks.frame(StackID(row: row))]
            let parent = pathOfStack[profile.stacks.parent(StackID(row: row)).row]
            let function = functionOfRow[frame.function.row]
            // A frame that tells no function adds nothing to a path of functions.
            if function == 0 {
                pathOfStack[row] = parent
                continue
            }
            let packed = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: function))
            let hash = mix(ProcessSeed.value ^ packed, 0x9E37_79B9_7F4A_7C15)
            let found = index.find(hash) { parents[$0] == parent && leaves[$0] == function }
            if found == 0 {
                index.insert(hash, row: parents.count)
                pathOfStack[row] = Int32(truncatingIfNeeded: parents.count)
                parents.append(parent)
                leaves.append(function)
                depths.append(depths[Int(parent)] &+ 1)
                isInlined.append(frame.flags.contains(.inlined))
            } else {
                pathOfStack[row] = Int32(truncatingIfNeeded: found)
            }
        }
    }
}

extension FrameFlags {
    /// The flags that `function.kind` stands for.
    init(kind: String?) {
        switch kind {
        case "root": self = .root
        case "gc": self = .garbageCollector
        case "idle": self = .idle
        case "kernel": self = .kernel
        case "jit": self = .jit
        case "interpreted": self = .interpreted
        case "unresolved": self = .unresolved
        case "native": self = .native
        default: self = []
        }
    }
}
