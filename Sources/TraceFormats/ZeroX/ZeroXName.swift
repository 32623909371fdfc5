import StackModel

/// The names in 0x's trees: `~name file:line:column [INIT]`, `name [CODE:Builtin]`, `path [SHARED_LIB]`.
enum ZeroXName {
    /// The frame that a name stands for, the same as V8's tick log would give.
    static func frame(_ name: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        var text = name
        while let shorter = withoutMark(text) { text = shorter }
        if let (rest, kind) = kind(of: text) {
            if kind == "SHARED_LIB" { return V8Code.library(rest, into: &builder) }
            if kind.hasPrefix("CODE") || kind == "CPP" { return V8Code.native(rest, into: &builder) }
            if kind.hasPrefix("WASM") { return V8Code.script(rest, isCompiled: true, into: &builder) }
        }
        // The tier stands before the name in the unmerged tree: ~ interpreted, * optimised.
        let tier = text.first
        if tier == 0x7E || tier == 0x2A { text = text.dropFirst(1) }
        return V8Code.script(text, isCompiled: tier != 0x7E, into: &builder)
    }

    /// The text without what 0x says about the function at its end; nil where it says nothing more.
    private static func withoutMark(_ text: ByteView) -> ByteView? {
        for mark in [" [INIT]", " [INLINABLE]"] as [StaticString] where text.hasSuffix(mark) {
            return text.prefix(text.count - mark.utf8CodeUnitCount)
        }
        return nil
    }

    /// The text before ` [KIND]` at its end, and the kind.
    private static func kind(of text: ByteView) -> (rest: ByteView, kind: ByteView)? {
        guard text.last == 0x5D, let bracket = text.lastIndex(of: 0x5B), bracket > 0, text[bracket - 1] == 0x20 else {
            return nil
        }
        return (text.prefix(bracket - 1), text.slice(bracket + 1, text.count - 1))
    }
}
