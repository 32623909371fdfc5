/// The functions of a chain of paths as text, a character each: `stack_chain.functions`.
///
/// A character takes one to three bytes where a row of its own takes fourteen, and SQL reads it with `substr` and
/// `unicode`. docs/decisions/0032 says what that saves.
enum ChainText {
    /// The most paths in a chain: what bounds the search for the chain that a path is in.
    static let longest: Int64 = 32

    /// What is added to a function's number: the first one reads `0`.
    private static let base: UInt32 = 47
    /// There are no characters from U+D800 to U+DFFF.
    private static let gap: UInt32 = 0x800
    private static let gapStart: UInt32 = 0xD800

    /// The most functions that a store can hold.
    static let functionLimit = Int64(0x10FFFF - base - gap)

    /// The character of a function; nil where its number is beyond the limit.
    static func character(_ function: Int64) -> Unicode.Scalar? {
        guard (1...functionLimit).contains(function) else { return nil }
        let code = UInt32(truncatingIfNeeded: function) + base
        return Unicode.Scalar(code < gapStart ? code : code + gap)
    }

    /// The function that a character stands for.
    static func function(_ character: Unicode.Scalar) -> Int64 {
        Int64(character.value) - Int64(character.value < gapStart ? base : base + gap)
    }

    /// In SQL, the character of a function.
    static func character(of function: String) -> String {
        "char(\(function) + iif(\(function) < \(gapStart - base), \(base), \(base + gap)))"
    }

    /// In SQL, the number of the character of the path `step` (from 0) of the chain `chain`.
    static func code(of chain: String, at step: String) -> String {
        "unicode(substr(\(chain).functions, \(step) + 1, 1))"
    }

    /// In SQL, the function that the character with the number `code` stands for.
    static func function(ofCode code: String) -> String {
        "\(code) - iif(\(code) > \(gapStart), \(base + gap), \(base))"
    }

    /// In SQL, the function of the path `step` of the chain `chain`, for views: DuckDB reads them too.
    static func function(of chain: String, at step: String) -> String {
        let code = code(of: chain, at: step)
        return "CAST(\(code) - CASE WHEN \(code) > \(gapStart) THEN \(base + gap) ELSE \(base) END AS BIGINT)"
    }

    /// In SQL, whether `chain` is the one that the path `path` is in: a short search among the numbers before it, which
    /// DuckDB too takes as the condition of any join.
    static func contains(_ path: String, _ chain: String) -> String {
        """
        \(chain).first_stack_id <= \(path) AND \(chain).first_stack_id > \(path) - \(longest)
            AND \(chain).first_stack_id + length(\(chain).functions) > \(path)
        """
    }

    /// In SQL, the number of the last chain that begins at or before the path `path`: one search by the key.
    static func lastChain(upTo path: String) -> String {
        "(SELECT max(h.first_stack_id) FROM stack_chain h WHERE h.first_stack_id <= \(path))"
    }
}
