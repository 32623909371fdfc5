/// Families of colours for frames. The shade within a family depends on the name alone.
package enum FlamePalette: String, Sendable, CaseIterable {
    /// By what kind of code a frame is.
    case kind
    /// One family for all frames.
    case hot, mem, io, red, green, blue, aqua, yellow, purple, orange
    /// By the conventions of a language's names and paths.
    case java, js, perl, python, rust
}
