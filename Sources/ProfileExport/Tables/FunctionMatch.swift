import ProfileAnalysis
import StackModel

/// Finds the functions that a user means: those of exactly that name, else those whose name holds it.
package struct FunctionMatch {
    /// By group: whether it is meant.
    package let isMeant: [Bool]
    /// Names that come close, where nothing is meant.
    package let nearby: [String]

    /// Looks through all groups.
    package init(_ text: String, in groups: borrowing FrameGroups) {
        let count = groups.count
        var exact = [Bool](repeating: false, count: count)
        var holding = exact
        ByteView.withBytes(of: text) { wanted in
            for index in 0..<count {
                let name = groups.name(Int32(truncatingIfNeeded: index))
                exact[index] = name == wanted
                holding[index] = !wanted.isEmpty && name.firstIndex(of: wanted) != nil
            }
        }
        isMeant = exact.contains(true) ? exact : holding
        guard !isMeant.contains(true) else {
            nearby = []
            return
        }
        nearby = NearestNames.find(text, in: (0..<count).map { groups.name(Int32(truncatingIfNeeded: $0)).text })
    }
}

/// A function was asked for that the profile does not have.
package struct UnknownFunction: Error, CustomStringConvertible {
    package let asked: String
    package let nearby: [String]

    package var description: String {
        let hint = nearby.isEmpty ? "stacksift top lists them" : "close to it: " + nearby.joined(separator: ", ")
        return "error: expected a function of the profile, found \"\(asked)\" [function.unknown]\n  \(hint)"
    }
}
