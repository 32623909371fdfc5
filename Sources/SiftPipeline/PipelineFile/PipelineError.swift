/// What is wrong in a pipeline file, and where.
package struct PipelineError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Both 1-based; 0 where the trouble is with the file as a whole.
    package let line: Int
    package let column: Int
    package let expected: String
    package let found: String

    package var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return "\(place): error: expected \(expected), found \(found) [pipeline]"
    }
}

/// The word of `known` that was probably meant by `word`: at most a third of it has to change.
package func nearestSpelling(of word: String, among known: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let ranked = known.map { (word: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
    return best.word
}

/// `; limit is meant?` for a word that is probably misspelt; nothing where no word of `known` is near.
func meantHint(_ word: String, among known: [String]) -> String {
    nearestSpelling(of: word, among: known).map { "; \($0) is meant?" } ?? ""
}

/// How many bytes must be put in, taken out or changed to make one word of the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (place, other) in right.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[place + 1]
            row[place + 1] = min(replaced, diagonal + 1, row[place] + 1)
        }
    }
    return row[right.count]
}
