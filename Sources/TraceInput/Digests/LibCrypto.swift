import Glibc

/// The functions of the system's libcrypto that make SHA-256, loaded when the first digest is wanted.
///
/// Not linked: it would cost every command 1.5 ms of start-up, and only `ingest` needs it (docs/decisions/0031).
struct LibCrypto: @unchecked Sendable {
    typealias MakeContext = @convention(c) () -> OpaquePointer?
    typealias FreeContext = @convention(c) (OpaquePointer?) -> Void
    typealias Algorithm = @convention(c) () -> OpaquePointer?
    typealias Begin = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
    typealias Update = @convention(c) (OpaquePointer?, UnsafeRawPointer?, Int) -> Int32
    typealias Finish = @convention(c) (OpaquePointer?, Bytes?, UnsafeMutablePointer<UInt32>?) -> Int32
    typealias Bytes = UnsafeMutablePointer<UInt8>

    let makeContext: MakeContext
    let freeContext: FreeContext
    let sha256: Algorithm
    let begin: Begin
    let update: Update
    let finish: Finish

    /// The library; nil where the system has none.
    static let shared = LibCrypto()

    private init?() {
        let names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"]
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
        guard let makeContext = dlsym(library, "EVP_MD_CTX_new"), let freeContext = dlsym(library, "EVP_MD_CTX_free"),
            let sha256 = dlsym(library, "EVP_sha256"), let begin = dlsym(library, "EVP_DigestInit_ex"),
            let update = dlsym(library, "EVP_DigestUpdate"), let finish = dlsym(library, "EVP_DigestFinal_ex")
        else { return nil }
        self.makeContext = unsafeBitCast(makeContext, to: MakeContext.self)
        self.freeContext = unsafeBitCast(freeContext, to: FreeContext.self)
        self.sha256 = unsafeBitCast(sha256, to: Algorithm.self)
        self.begin = unsafeBitCast(begin, to: Begin.self)
        self.update = unsafeBitCast(update, to: Update.self)
        self.finish = unsafeBitCast(finish, to: Finish.self)
    }
}
