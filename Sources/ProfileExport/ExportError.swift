/// An output that cannot be made of a profile.
package enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no memory for it.
    case memory
    /// It would be larger than any reader takes; `what` counts `found`, of which `limit` are written at most.
    case tooLarge(what: String, found: Int, limit: Int)

    package var description: String {
        switch self {
        case .memory: "error: expected memory to compress the output, found none [export.memory]"
        case .tooLarge(let what, let found, let limit):
            "error: expected at most \(limit) \(what), found \(found) [export.size]\n"
                + "  leave out what you do not need (--focus, --ignore), or export a database"
        }
    }
}
