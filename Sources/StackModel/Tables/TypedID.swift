/// The number of a row in one table of a profile. Row 0 stands for "none" in every table.
public struct TypedID<Table: ~Copyable>: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The row number.
    public let raw: UInt32

    /// The id of row `raw`.
    @inlinable
    @inline(__always)
    public init(_ raw: UInt32) { self.raw = raw }

    /// The id of row `row`.
    @inlinable
    @inline(__always)
    public init(row: Int) { self.raw = UInt32(truncatingIfNeeded: row) }

    /// The row number as an index into the table's columns.
    @inlinable public var row: Int { Int(raw) }

    /// Whether the id stands for "none".
    @inlinable public var isNone: Bool { raw == 0 }

    /// The id that stands for "none".
    @inlinable public static var none: TypedID { TypedID(0) }

    /// Orders by row.
    @inlinable
    public static func < (left: TypedID, right: TypedID) -> Bool { left.raw < right.raw }
}

/// Rows of the string table.
package typealias StringID = TypedID<StringTable>
/// Rows of the mapping table.
package typealias MappingID = TypedID<MappingTable>
/// Rows of the function table.
package typealias FunctionID = TypedID<FunctionTable>
/// Rows of the frame table.
package typealias FrameID = TypedID<FrameTable>
/// Rows of the stack table.
package typealias StackID = TypedID<StackTable>
/// Rows of the thread table.
package typealias ThreadID = TypedID<ThreadTable>
/// Rows of the label table: sets of labels.
package typealias LabelSetID = TypedID<LabelTable>
/// Positions in a profile's list of value types, counted from 1.
package typealias ValueTypeID = TypedID<ValueType>
