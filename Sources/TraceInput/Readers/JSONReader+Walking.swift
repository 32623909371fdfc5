import StackModel

// Walking through objects and arrays, and values that files give in several forms.
extension JSONReader {
    /// Calls `body` at the value of every member of the object that comes next; `body` must pass over the value.
    ///
    /// The key is valid until `body` reads a text.
    @inlinable
    package mutating func eachMember(
        _ body: (_ key: ByteView, _ json: inout JSONReader) throws(TraceError) -> Void
    ) throws(TraceError) {
        var more = try open(.object)
        while more {
            let key = try self.key()
            try body(key, &self)
            more = try self.more(.object)
        }
    }

    /// Calls `body` at every element of the array that comes next; `body` must pass over the element.
    @inlinable
    package mutating func eachElement(_ body: (_ json: inout JSONReader) throws(TraceError) -> Void) throws(TraceError)
    {
        var more = try open(.array)
        while more {
            try body(&self)
            more = try self.more(.array)
        }
    }

    /// A reader that stands at the next value, which this one passes over: for values that are wanted later.
    package mutating func mark() throws(TraceError) -> JSONReader {
        let here = self
        try skip()
        return here
    }

    /// The bytes from an offset to where the reader stands.
    package func text(from start: Int) -> [UInt8] { window(from: start).bytes }

    /// The next value where it is a text; any other is passed over and gives nil.
    package mutating func stringIfAny() throws(TraceError) -> ByteView? {
        if try kind() == .string { return try string() }
        try skip()
        return nil
    }

    /// The next value where it is a number, or a text that is one; any other is passed over and gives nil.
    ///
    /// Writers disagree on how to give ids and lines: Hermes writes them as texts, py-spy and V8 as numbers.
    package mutating func integerIfAny() throws(TraceError) -> Int64? { try scaledIfAny(by: 1) }

    /// The next value times `factor` where it is a number, or a text that is one; any other gives nil.
    package mutating func scaledIfAny(by factor: Int64) throws(TraceError) -> Int64? {
        switch try kind() {
        case .number: return try scaled(by: factor)
        case .string: return try string().scaled(by: factor)
        default:
            try skip()
            return nil
        }
    }

    /// The next number times `factor`, rounded: exact for whole numbers, held at the limits of 64 bits.
    package mutating func scaled(by factor: Int64) throws(TraceError) -> Int64 {
        let word = try numberWord()
        guard let value = word.scaled(by: factor) else { throw broken("a number", word.text) }
        return value
    }
}

extension TraceError {
    /// Whether a JSON text ended where more should have come.
    package var isCutJSON: Bool { code == "json.syntax" && found == "the end of the file" }
}

extension ByteView {
    /// The whole window, a decimal number, times `factor`, rounded, held at the limits; nil when it is none.
    fileprivate func scaled(by factor: Int64) -> Int64? {
        if let whole = signedDecimal {
            let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
            return overflow ? (whole < 0) == (factor < 0) ? .max : .min : product
        }
        guard let value = Double(text), !value.isNaN else { return nil }
        return Int64(saturating: (value * Double(factor)).rounded())
    }
}

extension Int64 {
    /// A whole number from a fraction that was rounded before, held at the limits of 64 bits; 0 for what is no number.
    package init(saturating value: Double) {
        if value.isNaN { self = 0 } else { self = Int64(exactly: value) ?? (value < 0 ? .min : .max) }
    }
}
