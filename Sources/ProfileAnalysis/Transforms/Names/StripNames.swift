import StackModel

/// `strip`: takes from function names what differs between builds and runs of one program.
///
/// Functions that get the same name, module, file and line become one, exactly also in call graphs (see `Rename`).
package struct StripNames: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    private let parts: Set<NamePart>

    /// Takes away what the word's argument lists, parted by commas; all when there is none.
    init(_ word: TransformWord) throws(TransformError) {
        parts = try word.choices()
        self.word = word
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var rewriting = Rewriting(word)
        rewriting.names.dropsAddresses = parts.contains(.addresses)
        for row in 1..<max(profile.functions.count, 1) {
            let name = profile.functions[FunctionID(row: row)].name
            let old = profile.strings.bytes(name).bytes
            let new = stripped(old)
            if new != old { rewriting.names.newName[name] = new }
        }
        return try profile.rewritten(rewriting)
    }

    /// A name without the parts; one that would be nothing stays as it is.
    private func stripped(_ name: [UInt8]) -> [UInt8] {
        var result = name
        for part in NamePart.allCases where parts.contains(part) {
            let shorter = part.strip(result)
            if !shorter.isEmpty { result = shorter }
        }
        return result
    }
}
