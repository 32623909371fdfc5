import CDeflate

/// Compresses whole buffers by libdeflate, which is about three times as fast as zlib at the same size.
enum GzipMember {
    /// libdeflate's level: 5 is larger by 2 % and a third faster, 9 smaller by 2 % and four times slower (docs/exports.md).
    static let level: Int32 = 6

    /// One gzip member of `bytes`, without a name or time, so that equal bytes give equal members.
    static func compress(_ bytes: [UInt8]) throws(ExportError) -> [UInt8] {
        guard let compressor = libdeflate_alloc_compressor(level) else { throw .memory }
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_gzip_compress_bound(compressor, bytes.count)
        let member = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = bytes.withUnsafeBytes { source in
                libdeflate_gzip_compress(compressor, source.baseAddress, source.count, target.baseAddress, target.count)
            }
        }
        // 0 is libdeflate's word for a target that is too small, which the bound excludes.
        if member.isEmpty { throw .memory }
        return member
    }
}
