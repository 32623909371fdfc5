/// Names of Java and Scala methods as the source has them.
enum JVMNames {
    /// `com.acme.Server.run` out of `Lcom/acme/Server;::run`, `Lcom/acme/Server;.run` or `com/acme/Server.run`.
    static func java(_ name: [UInt8]) -> [UInt8]? {
        let slash = UInt8(ascii: "/")
        if name.first == UInt8(ascii: "L"), let end = name.firstIndex(of: UInt8(ascii: ";")), end > 1 {
            let type = name[1..<end]
            guard type.allSatisfy({ isNamePart($0) || $0 == slash }) else { return nil }
            let method = name[(end + 1)...].drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
            let dotted = type.map { $0 == slash ? UInt8(ascii: ".") : $0 }
            return method.isEmpty ? dotted : dotted + [UInt8(ascii: ".")] + method
        }
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot + 1 < name.count, name[..<dot].contains(slash),
            name[0] != slash, name[..<dot].allSatisfy({ isNamePart($0) || $0 == slash })
        else { return nil }
        return name[..<dot].map { $0 == slash ? UInt8(ascii: ".") : $0 } + name[dot...]
    }

    /// Operators by the words that scalac writes for them. (scala.reflect.NameTransformer)
    private static let operators: [(word: [UInt8], sign: UInt8)] = [
        ("tilde", "~"), ("eq", "="), ("less", "<"), ("greater", ">"), ("bang", "!"), ("hash", "#"), ("percent", "%"),
        ("up", "^"), ("amp", "&"), ("bar", "|"), ("times", "*"), ("div", "/"), ("plus", "+"), ("minus", "-"),
        ("colon", ":"), ("bslash", "\\"), ("qmark", "?"), ("at", "@"),
    ].map { (Array("$\($0.0)".utf8), Array($0.1.utf8)[0]) }

    /// `List.++` out of `List.$plus$plus`.
    static func scala(_ name: [UInt8]) -> [UInt8]? {
        guard name.contains(UInt8(ascii: "$")) else { return nil }
        var result: [UInt8] = []
        var index = 0
        var isChanged = false
        while index < name.count {
            if name[index] == UInt8(ascii: "$"),
                let known = operators.first(where: { name[index...].starts(with: $0.word) })
            {
                result.append(known.sign)
                index += known.word.count
                isChanged = true
            } else {
                result.append(name[index])
                index += 1
            }
        }
        return isChanged ? result : nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x5F || byte == 0x24
            || byte >= 0x80
    }
}
