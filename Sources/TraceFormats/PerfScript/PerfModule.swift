import StackModel

/// What the module of a perf frame tells of its frames.
enum PerfModule {
    /// Kernel, made at run time, or an ordinary binary; unknown where it is memory that no file backs.
    static func kind(_ path: ByteView) -> MappingKind {
        let name = path.baseName
        if isKernel(path, name) { return .kernel }
        if path.hasPrefix("[JIT") || isJIT(name) { return .jit }
        if path.first == 0x5B && path.last == 0x5D || path.hasPrefix("//anon") || path.hasPrefix("anon_inode:") {
            return .unknown
        }
        return .native
    }

    private static func isKernel(_ path: ByteView, _ name: ByteView) -> Bool {
        if path.hasPrefix("[kernel") || path.hasPrefix("[guest.kernel") || path == "/proc/kcore" { return true }
        let endings: [StaticString] = [".ko", ".ko.xz", ".ko.gz", ".ko.zst", ".ko.debug"]
        if endings.contains(where: name.hasSuffix) { return true }
        if name == "vmlinux" || name.hasPrefix("vmlinux-") || name.hasPrefix("vmlinux.") || name.hasPrefix("vmlinuz") {
            return true
        }
        if path.hasPrefix("bpf_prog_") || path.hasPrefix("bpf_trampoline_") || path.hasPrefix("bpf_dispatcher_") {
            return true
        }
        // Kernel modules without a path print as [name]; what every process has mapped is not one of them.
        return path.first == 0x5B && path.last == 0x5D && !isProcessMemory(path)
    }

    private static func isProcessMemory(_ path: ByteView) -> Bool {
        let names: [StaticString] = [
            "[unknown]", "[vdso", "[vsyscall]", "[vvar", "[heap]", "[stack", "[uprobes]", "[anon", "[JIT", "[sigpage]",
            "[vectors]",
        ]
        return names.contains(where: path.hasPrefix)
    }

    /// perf's own map files, and the files that `perf inject --jit` makes of a jitdump.
    private static func isJIT(_ name: ByteView) -> Bool {
        name.hasPrefix("perf-") && name.hasSuffix(".map") || name.hasPrefix("jitted-") && name.hasSuffix(".so")
            || name.hasPrefix("jit-") && name.hasSuffix(".dump")
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
