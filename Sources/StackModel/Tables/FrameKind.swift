extension FrameFlags {
    /// The kind of code in a word, the most telling one first; nil when nothing is known.
    package var kind: String? {
        if contains(.root) { return "root" }
        if contains(.garbageCollector) { return "gc" }
        if contains(.idle) { return "idle" }
        if contains(.kernel) { return "kernel" }
        if contains(.jit) { return "jit" }
        if contains(.interpreted) { return "interpreted" }
        if contains(.unresolved) { return "unresolved" }
        return contains(.native) ? "native" : nil
    }
}
