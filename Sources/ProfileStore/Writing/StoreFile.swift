import Glibc

/// A file that is written under a temporary name beside its target and then renamed: whole or absent.
struct StoreFile {
    let target: String
    let temporary: String

    /// Makes the temporary file, empty.
    init(target: String) throws(StoreError) {
        for suffix in ["-wal", "-journal"] where access(target + suffix, F_OK) == 0 {
            throw StoreError(
                "\(target): another program is writing to this store (\(target)\(suffix) exists): "
                    + "close it, or give another name")
        }
        self.target = target
        var number = 0
        var made: String?
        while made == nil {
            let name = "\(target).tmp-\(getpid())-\(number)"
            let descriptor = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                close(descriptor)
                made = name
            } else if errno != EEXIST || number > 100 {
                throw StoreError("\(target): \(Self.reason())")
            }
            number += 1
        }
        temporary = made ?? target
    }

    /// Brings the bytes to the disk and gives them the target's name.
    func commit() throws(StoreError) {
        var facts = stat()
        if stat(target, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
            throw StoreError("\(target): there is something here that is no file")
        }
        try sync(temporary, O_RDWR)
        if rename(temporary, target) != 0 { throw StoreError("\(target): \(Self.reason())") }
        let slash = target.utf8.lastIndex(of: 0x2F)
        let folder = slash.map { String(target[...$0]) } ?? "."
        // The rename itself; a folder that cannot be opened for this has still got the whole file.
        try? sync(folder, O_RDONLY | O_DIRECTORY)
    }

    /// Takes the temporary file away.
    func discard() {
        unlink(temporary)
        unlink(temporary + "-journal")
    }

    private func sync(_ path: String, _ flags: Int32) throws(StoreError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError("\(path): \(Self.reason())") }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw StoreError("\(path): \(Self.reason())") }
    }

    private static func reason() -> String {
        let number = errno
        guard let words = strerror(number) else { return "error \(number)" }
        return String(cString: words)
    }
}
