import StackModel

/// What the module of a perf frame tells of its frames.
enum PerfModule {
    /// Kernel, made at run time, or an ordinary binary.
    static func kind(_ path: ByteView) -> MappingKind {
        if path.hasPrefix("[kernel") || path.hasPrefix("[guest.kernel") { return .kernel }
        let name = path.baseName
        if name.hasSuffix(".ko") || name.hasSuffix(".ko.xz") || name.hasSuffix(".ko.zst") || name.hasSuffix(".ko.gz") {
            return .kernel
        }
        if name == "vmlinux" || name.hasPrefix("vmlinux-") || name.hasPrefix("vmlinuz") { return .kernel }
        // Kernel modules without a path print as [name]; what is mapped by every process is not one of them.
        if path.first == 0x5B, path.last == 0x5D {
            let isUser =
                path == "[unknown]" || path == "[vdso]" || path == "[vsyscall]" || path == "[heap]"
                || path == "[stack]" || path == "[uprobes]" || path == "[anon]" || path.hasPrefix("[stack:")
                || path.hasPrefix("[JIT")
            if path.hasPrefix("[JIT") { return .jit }
            return isUser ? .unknown : .kernel
        }
        if name.hasPrefix("perf-"), name.hasSuffix(".map") { return .jit }
        if name.hasPrefix("jitted-"), name.hasSuffix(".so") { return .jit }
        if name.hasPrefix("jit-"), name.hasSuffix(".dump") { return .jit }
        if path.hasPrefix("//anon") || path.hasPrefix("anon_inode:") { return .unknown }
        return .native
    }

    /// The flags that a module gives to each of its frames.
    static func flags(_ kind: MappingKind) -> FrameFlags {
        switch kind {
        case .kernel: .kernel
        case .jit: .jit
        case .native: .native
        case .unknown: []
        }
    }
}
