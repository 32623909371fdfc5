/// What a call-graph profile knows of one function.
package struct FunctionFigures: Hashable, Sendable, BitwiseCopyable {
    package var calls: Int64
    /// Calls that were not made from within a call of the same function.
    package var primitiveCalls: Int64
    /// Nanoseconds in the function itself.
    package var selfTime: Int64
    /// Nanoseconds in the function and all that it called.
    package var totalTime: Int64

    /// All figures of a function.
    package init(calls: Int64, primitiveCalls: Int64, selfTime: Int64, totalTime: Int64) {
        self.calls = calls
        self.primitiveCalls = primitiveCalls
        self.selfTime = selfTime
        self.totalTime = totalTime
    }

    /// Figure by figure; a sum beyond 64 bits stays at the limit.
    package static func + (left: FunctionFigures, right: FunctionFigures) -> FunctionFigures {
        FunctionFigures(
            calls: left.calls.addingSaturated(right.calls),
            primitiveCalls: left.primitiveCalls.addingSaturated(right.primitiveCalls),
            selfTime: left.selfTime.addingSaturated(right.selfTime),
            totalTime: left.totalTime.addingSaturated(right.totalTime))
    }
}

/// One caller and callee: the figures are the callee's when called by this caller.
package struct CallEdge: Hashable, Sendable, BitwiseCopyable {
    package var caller: FunctionID
    package var callee: FunctionID
    package var figures: FunctionFigures
    /// Whether the trace gave times for the edge; pure-Python `profile` gives call counts only.
    package var hasTimes: Bool

    /// An edge.
    package init(caller: FunctionID, callee: FunctionID, figures: FunctionFigures, hasTimes: Bool) {
        self.caller = caller
        self.callee = callee
        self.figures = figures
        self.hasTimes = hasTimes
    }
}

/// Functions and calls between them, for formats that have these instead of stacks (pstats).
package struct CallGraphTable: ~Copyable, Sendable {
    private var figures = Column<FunctionFigures>()
    private var listed = Column<FunctionID>()
    private var rowOf = Column<UInt32>()
    private var edgeRows = Column<CallEdge>()
    private var edgeIndex: [EdgeKey: Int] = [:]

    private struct EdgeKey: Hashable {
        let caller: FunctionID
        let callee: FunctionID
    }

    /// A table without functions.
    package init() {}

    /// Whether the profile has no call graph.
    package var isEmpty: Bool { listed.count == 0 }

    /// How many functions have figures.
    package var functionCount: Int { listed.count }

    /// How many edges there are.
    package var edgeCount: Int { edgeRows.count }

    /// The function in row `row`, with its figures.
    package func function(_ row: Int) -> (id: FunctionID, figures: FunctionFigures) { (listed[row], figures[row]) }

    /// The figures of a function; nil when it has none.
    package func figures(of id: FunctionID) -> FunctionFigures? {
        guard id.row < rowOf.count, rowOf[id.row] != 0 else { return nil }
        return figures[Int(rowOf[id.row]) - 1]
    }

    /// The edge in row `row`.
    package func edge(_ row: Int) -> CallEdge { edgeRows[row] }

    /// Whether own times or calls add up to more than 64 bits hold.
    package func sumsOverflow() -> Bool {
        var (time, calls): (Int64, Int64) = (0, 0)
        for row in 0..<figures.count {
            let (longer, timeOverflows) = time.addingReportingOverflow(figures[row].selfTime)
            let (more, callsOverflow) = calls.addingReportingOverflow(figures[row].calls)
            if timeOverflows || callsOverflow { return true }
            (time, calls) = (longer, more)
        }
        return false
    }

    /// Adds to the figures of a function.
    package mutating func add(_ id: FunctionID, _ more: FunctionFigures) {
        rowOf.extend(to: id.row + 1, with: 0)
        if rowOf[id.row] == 0 {
            listed.append(id)
            figures.append(more)
            rowOf[id.row] = UInt32(truncatingIfNeeded: listed.count)
        } else {
            let row = Int(rowOf[id.row]) - 1
            figures[row] = figures[row] + more
        }
    }

    /// Adds an edge that is known to be new: a pstats file has each pair once.
    package mutating func append(_ edge: CallEdge) { edgeRows.append(edge) }

    /// Adds up edges between the same two functions, where `append` was given some after all.
    package mutating func mergeEqualEdges() {
        let appended = edgeRows.count
        var rows = Column<CallEdge>()
        swap(&rows, &edgeRows)
        edgeIndex.removeAll()
        for row in 0..<appended { add(rows[row]) }
    }

    /// Adds to the edge between the same two functions, when merging profiles.
    package mutating func add(_ edge: CallEdge) {
        let key = EdgeKey(caller: edge.caller, callee: edge.callee)
        if let row = edgeIndex[key] {
            var merged = edgeRows[row]
            merged.figures = merged.figures + edge.figures
            merged.hasTimes = merged.hasTimes && edge.hasTimes
            edgeRows[row] = merged
        } else {
            edgeIndex[key] = edgeRows.count
            edgeRows.append(edge)
        }
    }
}

extension Int64 {
    /// The sum, held at the nearest limit where it does not fit.
    @inlinable
    public func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, held at the nearest limit where it does not fit.
    @inlinable
    public func subtractingSaturated(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
