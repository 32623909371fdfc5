import StackModel

/// `demangle`: gives functions the names that their source has. The name in the trace stays with the function as its
/// system name.
///
/// Every trace whose names are mangled (C++, Rust, Swift) goes through it unless that is turned off; names of other
/// languages are changed only where the user asks for it.
package struct Demangle: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.stacks
    package let appliesBeforeMerge = true
    private let languages: [NameLanguage]

    /// What each trace goes through: mangled names only, and not a word where there are none.
    package init() {
        word = TransformWord("demangle")
        languages = NameLanguage.allCases.filter(NameLanguage.mangled.contains)
    }

    /// Changes the names of the languages that the word's argument lists; of all where there is none.
    init(_ word: TransformWord) throws(TransformError) {
        let wanted: Set<NameLanguage> = try word.choices()
        self.word = word
        languages = NameLanguage.allCases.filter(wanted.contains)
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var rewriting = Rewriting(word)
        rewriting.names.newNameOfFunction = newNames(profile.functions, profile.strings)
        return rewriting.names.newNameOfFunction.isEmpty ? profile : try profile.rewritten(rewriting)
    }

    /// Changes names while a profile is built, where that is all that there is to change: `apply` makes new tables for
    /// it, as two functions may become one. What is left to it here, it does.
    package func apply(to builder: inout ProfileBuilder) {
        let names = newNames(builder.functions, builder.strings)
        if !names.isEmpty { _ = builder.rename(names) }
    }

    private func newNames(
        _ functions: borrowing FunctionTable, _ strings: borrowing StringTable
    ) -> [FunctionID: [UInt8]] {
        var names: [FunctionID: [UInt8]] = [:]
        let onlyMangled = languages.allSatisfy(NameLanguage.mangled.contains)
        for row in 1..<max(functions.count, 1) {
            let function = functions[FunctionID(row: row)]
            let name = strings.bytes(function.name)
            if onlyMangled, !name.mayBeMangled { continue }
            let file = strings.bytes(function.file)
            guard let new = languages.lazy.compactMap({ $0.sourceName(name, file: file) }).first else { continue }
            let isSame = ByteView.withBytes(of: new) { $0 == name }
            if !isSame { names[FunctionID(row: row)] = new }
        }
        return names
    }
}

extension Profile {
    /// The profile with the names of C++, Rust and Swift as their source has them.
    package func demangled() -> Profile {
        // Nothing is left out, so that nothing can be missing.
        (try? Demangle().apply(to: self)) ?? self
    }
}
