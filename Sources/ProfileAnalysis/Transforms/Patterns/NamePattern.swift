import CPcre2
import Glibc
import StackModel

/// A regular expression over names, by PCRE2. A name that is not UTF-8 is matched as it is shown, with U+FFFD.
///
/// The one file that holds PCRE2's pointers; docs/decisions/0050-patterns.md says why PCRE2. `$` is the very end and
/// `\w` is ASCII, as in Go, whose patterns pprof files carry. A compiled pattern never changes and may be shared.
package struct NamePattern: Sendable {
    /// The pattern as written.
    package let text: String
    /// The transform that it belongs to.
    package let word: TransformWord
    fileprivate let code: CompiledPattern

    /// What a name must match: a part of it, or all of it.
    package enum Extent: Sendable {
        case part
        case wholeName
    }

    /// Compiles the argument of a transform, which has to have one.
    init(argumentOf word: TransformWord, _ extent: Extent = .part) throws(TransformError) {
        self = try NamePattern(try word.required("a regular expression"), extent, for: word)
    }

    /// Compiles a pattern.
    package init(_ text: String, _ extent: Extent = .part, for word: TransformWord) throws(TransformError) {
        self.text = text
        self.word = word
        var options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
        if extent == .wholeName { options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED }
        var trouble: Int32 = 0
        var offset = 0
        var code: OpaquePointer?
        let bytes = Array(text.utf8)
        if bytes.count <= NamePattern.longestPattern {
            code = pcre2_compile_8(bytes, bytes.count, options, &trouble, &offset, nil)
        }
        guard let code else {
            let place = String(decoding: bytes.prefix(offset), as: UTF8.self).count + 1
            let isLong = bytes.count > NamePattern.longestPattern
            throw TransformError(
                code: "transform.pattern", word,
                expected: "a regular expression" + (isLong ? " of at most \(NamePattern.longestPattern) bytes" : ""),
                found: isLong
                    ? "one of \(bytes.count) bytes"
                    : "\"\(text.prefix(200))\": \(NamePattern.message(trouble)), at character \(place)")
        }
        self.code = CompiledPattern(code)
    }

    private static let longestPattern = 32_768

    fileprivate static func message(_ code: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
        return length < 0 ? "error \(code)" : String(decoding: buffer.prefix(Int(length)), as: UTF8.self)
    }
}

/// Owns a compiled pattern, which PCRE2 only reads.
private final class CompiledPattern: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { pcre2_code_free_8(pointer) }
}

/// Matches names against one pattern, within limits that keep a hostile pattern from running on for ever.
package struct PatternMatcher: ~Copyable {
    private let pattern: NamePattern
    private let match: OpaquePointer?
    private let limits: OpaquePointer?
    private var buffer: [UInt8] = []
    private var nanosecondsLeft: Int64 = 4_000_000_000

    /// A matcher of `pattern`; not to be shared between tasks.
    package init(_ pattern: NamePattern) {
        self.pattern = pattern
        match = pcre2_match_data_create_from_pattern_8(pattern.code.pointer, nil)
        limits = pcre2_match_context_create_8(nil)
        // Backtracking steps for one name (some 20 ms), and KiB of heap.
        pcre2_set_match_limit_8(limits, 1_000_000)
        pcre2_set_heap_limit_8(limits, 16_384)
    }

    deinit {
        pcre2_match_data_free_8(match)
        pcre2_match_context_free_8(limits)
    }

    /// Whether the pattern is in `name`; an error when it takes too long to tell.
    package mutating func matches(_ name: ByteView) throws(TransformError) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        name.append(to: &buffer)
        return try matchBuffer()
    }

    /// Whether the pattern is in `name`; an error when it takes too long to tell.
    package mutating func matches(_ name: String) throws(TransformError) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: name.utf8)
        return try matchBuffer()
    }

    private mutating func matchBuffer() throws(TransformError) -> Bool {
        let start = PatternMatcher.now()
        var found = pcre2_match_8(pattern.code.pointer, buffer, buffer.count, 0, 0, match, limits)
        if found <= PCRE2_ERROR_UTF8_ERR1, found >= PCRE2_ERROR_UTF8_ERR21 {
            buffer = Array(String(decoding: buffer, as: UTF8.self).utf8)
            found = pcre2_match_8(pattern.code.pointer, buffer, buffer.count, 0, 0, match, limits)
        }
        try charge(since: start)
        if found >= 0 { return true }
        if found == PCRE2_ERROR_NOMATCH { return false }
        throw tooSlow(NamePattern.message(found))
    }

    /// `name` with every match replaced by `template`, in which `$1` or `${name}` is a group; nil without a match.
    package mutating func replacing(_ name: ByteView, with template: [UInt8]) throws(TransformError) -> [UInt8]? {
        guard try matches(name) else { return nil }
        var result = [UInt8](repeating: 0, count: buffer.count * 2 + template.count + 64)
        let options = PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH | PCRE2_SUBSTITUTE_UNSET_EMPTY
        for _ in 0..<2 {
            var length = result.count
            let start = PatternMatcher.now()
            let count = pcre2_substitute_8(
                pattern.code.pointer, buffer, buffer.count, 0, options, match, limits, template, template.count,
                &result, &length)
            try charge(since: start)
            if count >= 0 { return Array(result.prefix(length)) }
            guard count == PCRE2_ERROR_NOMEMORY, length <= 1 << 20 else {
                throw TransformError(
                    code: "transform.replacement", pattern.word, expected: "a replacement such as $1 or a name",
                    found: "\"\(String(decoding: template, as: UTF8.self))\": \(NamePattern.message(count))")
            }
            result = [UInt8](repeating: 0, count: length)
        }
        return nil
    }

    private mutating func charge(since start: Int64) throws(TransformError) {
        nanosecondsLeft -= PatternMatcher.now() - start
        if nanosecondsLeft < 0 { throw tooSlow("all names take too long") }
    }

    private func tooSlow(_ reason: String) -> TransformError {
        TransformError(
            code: "transform.pattern.slow", pattern.word, expected: "a pattern that can be matched in bounded time",
            found: "\(reason), at \"\(String(decoding: buffer.prefix(80), as: UTF8.self))\"",
            advice: "write it without nested repetition such as (a+)+")
    }

    /// Nanoseconds of a coarse clock, which costs next to nothing to read.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
