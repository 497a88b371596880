public import Reports

/// The rows of one table as an edition has them: the listed cells alone.
///
/// Rows of a computation keep their order. Those of a query are put in the order of what the edition
/// lists, since the query's own order may tell what it leaves out, as "most money first" does.
public final class EditionRows {
  private let places: [Int]
  private var row = RowBuffer()
  private var sorter: RowSorter?
  private let output: ReportOutput

  /// Rows of a table for an edition whose files are written by `output`, in a folder that also has room
  /// for what is sorted.
  ///
  /// Nil when the edition does not have the table.
  public init?(
    of table: TableDefinition, for edition: ReportDefinition, to output: ReportOutput,
    folder: String, memory: Int = RowSorter.usualMemory
  ) throws(ReportWriteError) {
    guard let listed = edition.table(table.key) else { return nil }
    self.output = output
    places = listed.columns.compactMap { table.index(of: $0.key) }
    if case .query = table.source {
      sorter = RowSorter(listed, folder: folder, memory: memory)
    }
    try output.begin(listed)
  }

  /// Takes a row of the full table, which is lent for the call.
  public func write(_ full: RowBuffer) throws(ReportWriteError) {
    row.removeAll()
    for place in places { row.append(cell: place, of: full) }
    if sorter == nil {
      try output.write(row)
    } else {
      try sorter?.add(row)
    }
  }

  /// Ends the table.
  public func end() throws(ReportWriteError) {
    if let sorter = sorter.take() {
      let output = output
      try sorter.forEach { (row) throws(ReportWriteError) in try output.write(row) }
    }
    try output.end()
  }
}

extension RowBuffer {
  /// Appends the cell of another row.
  fileprivate mutating func append(cell index: Int, of other: RowBuffer) {
    if case .text(let start, let count) = other.cells[index] {
      append(text: other.text(start: start, count: count))
    } else {
      append(other.cells[index])
    }
  }
}
