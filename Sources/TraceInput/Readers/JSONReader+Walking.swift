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

    /// The next value where it is a text; any other is passed over and gives nil.
    package mutating func stringIfAny() throws(TraceError) -> ByteView? {
        if try kind() == .string { return try string() }
        try skip()
        return nil
    }

    /// The next value where it is a number, or a text that is a whole number; any other is passed over and gives nil.
    ///
    /// Writers disagree on how to give ids and lines: Hermes writes them as texts, py-spy and V8 as numbers.
    package mutating func integerIfAny() throws(TraceError) -> Int64? {
        switch try kind() {
        case .number: return try scaled(by: 1)
        case .string: return try string().signedDecimal
        default:
            try skip()
            return nil
        }
    }

    /// The next number times `factor`, rounded: exact for whole numbers, held at the limits of 64 bits.
    package mutating func scaled(by factor: Int64) throws(TraceError) -> Int64 {
        let word = try numberWord()
        if let whole = word.signedDecimal {
            let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
            return overflow ? (whole < 0) == (factor < 0) ? .max : .min : product
        }
        guard let value = Double(word.text), !value.isNaN else { throw broken("a number", word.text) }
        return Int64(saturating: (value * Double(factor)).rounded())
    }
}

extension Int64 {
    /// A whole number from a fraction that was rounded before, held at the limits of 64 bits; 0 for what is no number.
    package init(saturating value: Double) {
        if value.isNaN { self = 0 } else { self = Int64(exactly: value) ?? (value < 0 ? .min : .max) }
    }
}
