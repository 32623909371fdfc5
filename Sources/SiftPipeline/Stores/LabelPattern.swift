/// A pattern that reads labels off a path: `ci/{branch}/{commit}/{host}.pb.gz`.
///
/// `{name}` takes one character or more of one part of the path, `*` as well without a label; all else stands for
/// itself. The pattern fits the last parts of a path, or the whole path where it begins with a slash.
package struct LabelPattern: Sendable {
    /// As it was given.
    package let text: String
    private let parts: [[Piece]]

    private enum Piece: Hashable {
        case literal([UInt8])
        /// A label; nil is `*`.
        case wild(String?)
    }

    /// A pattern; throws what is wrong with it.
    package init(_ text: String) throws(PatternError) {
        self.text = text
        var parts: [[Piece]] = []
        for part in text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false) {
            parts.append(try Self.pieces(Array(part), of: text))
        }
        self.parts = parts
        if !parts.joined().contains(where: { if case .wild(.some) = $0 { true } else { false } }) {
            throw PatternError(pattern: text, found: "no {label}")
        }
    }

    /// A pattern that makes no sense.
    package struct PatternError: Error, Hashable, CustomStringConvertible {
        let pattern: String
        let found: String

        package var description: String {
            "expected --label-pattern to be like ci/{branch}/{commit}.pb.gz, found \(found) in \"\(pattern)\""
        }
    }

    private static func pieces(_ part: [UInt8], of text: String) throws(PatternError) -> [Piece] {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var index = 0
        while index < part.count {
            if part[index] != 0x7B, part[index] != 0x2A {
                literal.append(part[index])
                index += 1
                continue
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
            if case .wild? = pieces.last { throw PatternError(pattern: text, found: "nothing between two labels") }
            if part[index] == 0x2A {
                pieces.append(.wild(nil))
                index += 1
                continue
            }
            guard let end = part[index...].firstIndex(of: 0x7D) else {
                throw PatternError(pattern: text, found: "{ without }")
            }
            let name = String(decoding: part[(index + 1)..<end], as: UTF8.self)
            if name.isEmpty { throw PatternError(pattern: text, found: "{} without a name") }
            pieces.append(.wild(name))
            index = end + 1
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    /// The labels that a path has; nil where the pattern does not fit it.
    package func match(_ path: String) -> [String: String]? {
        let found = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map { Array($0) }
        guard found.count >= parts.count else { return nil }
        // A leading slash makes an empty first part on both sides.
        if parts.first?.isEmpty ?? false, found.count != parts.count { return nil }
        var labels: [String: String] = [:]
        for (part, bytes) in zip(parts, found.suffix(parts.count)) {
            guard Self.match(part, bytes, &labels) else { return nil }
        }
        return labels
    }

    /// Each label takes as little as it can: what stands after it comes first. The last piece ends the part.
    private static func match(_ pieces: [Piece], _ bytes: [UInt8], _ labels: inout [String: String]) -> Bool {
        var position = 0
        var pending: (label: String?, start: Int)?
        for (number, piece) in pieces.enumerated() {
            guard case .literal(let literal) = piece else {
                if case .wild(let label) = piece { pending = (label, position) }
                continue
            }
            let isLast = number == pieces.count - 1
            let earliest = position + (pending == nil ? 0 : 1)
            let latest = bytes.count - literal.count
            guard earliest <= latest else { return false }
            let first = isLast ? latest : earliest
            let candidates = pending == nil ? position...position : first...latest
            guard let place = candidates.first(where: { bytes[$0..<($0 + literal.count)].elementsEqual(literal) })
            else { return false }
            if let (label, start) = pending, let label {
                labels[label] = String(decoding: bytes[start..<place], as: UTF8.self)
            }
            pending = nil
            position = place + literal.count
        }
        guard let (label, start) = pending else { return position == bytes.count }
        if start == bytes.count { return false }
        if let label { labels[label] = String(decoding: bytes[start...], as: UTF8.self) }
        return true
    }
}
