import StackModel

/// A language whose names look different in a trace than in its source.
enum NameLanguage: String, CaseIterable, Sendable {
    /// `_RNvC7mycrate3foo`, or `_ZN7mycrate3foo17h0123456789abcdefE`: asked before C++, whose rules the latter keeps.
    case rust
    /// `_ZN3foo3barEv`: the Itanium ABI, which gcc and clang use.
    case cpp
    /// `$s4main3fooyyF`.
    case swift
    /// `Lcom/acme/Server;::run` (perf-map-agent) and `com/acme/Server.run` (async-profiler).
    case java
    /// `$plus$plus` for `++`.
    case scala
    /// `<module>` and `<lambda>`, which every file has: told apart by their file.
    case python

    /// Those whose raw names nobody can read, and which nothing else looks like.
    static let mangled: Set<NameLanguage> = [.cpp, .rust, .swift]

    /// The name as the source has it; nil where it is none of this language's, or stands for itself.
    func sourceName(_ name: ByteView, file: ByteView) -> [UInt8]? {
        switch self {
        case .cpp: name.isItanium ? Demangler.native(name, isRust: false) : nil
        case .rust: name.isItanium || name.isRust ? Demangler.native(name, isRust: true) : nil
        case .swift: name.isSwift ? Demangler.swift(name) : nil
        case .java: JVMNames.java(name.bytes)
        case .scala: JVMNames.scala(name.bytes)
        case .python: NameLanguage.python(name, file)
        }
    }

    private static func python(_ name: ByteView, _ file: ByteView) -> [UInt8]? {
        guard name == "<module>" || name == "<lambda>" || name == "<genexpr>", !file.isEmpty else { return nil }
        return name.bytes + [0x20] + file.baseName.bytes
    }
}

extension ByteView {
    /// Whether a name is one of C++, or of Rust before it had its own: macOS writes one more underscore.
    fileprivate var isItanium: Bool { hasPrefix("_Z") || hasPrefix("__Z") || hasPrefix("___Z") }
    fileprivate var isRust: Bool { hasPrefix("_R") || hasPrefix("__R") }
    fileprivate var isSwift: Bool { hasPrefix("$s") || hasPrefix("$S") || hasPrefix("_$s") || hasPrefix("_$S") }

    /// Whether a name may be mangled: asked for every function of every profile.
    var mayBeMangled: Bool {
        guard count > 3, self[0] == 0x5F || self[0] == 0x24 else { return false }
        return isItanium || isRust || isSwift
    }
}
