#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory for large runs of bytes whose size is known beforehand, in large pages where the system has them: filling it
/// takes a third of the time (0.009 s for 57 MB in place of 0.028 s; the rest is one fault for every 4 KiB), and where it
/// is looked at all over, fewer looks go through the page tables.
package enum LargeMemory {
    /// What is worth it, and how large a page is.
    private static let least = 4 << 20
    private static let page = 2 << 20

    /// Memory for at least `count` bytes, for `free` or `realloc`; nil where it is little, or there is none.
    package static func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        guard count >= least, let memory = aligned_alloc(page, (count + page - 1) / page * page) else { return nil }
        madvise(memory, count, MADV_HUGEPAGE)
        return memory
    }
}
