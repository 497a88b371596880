public import Reports

/// A column that a computation gives.
///
/// Its title and meaning are the definition's own.
public struct ComputedColumn: Sendable {
  /// The key in CSV and JSON.
  public var key: String
  /// What its values are.
  public var type: ColumnType
}

/// A table that a computation gives: its name, its columns, and how its rows are made.
public struct ComputedTable<Computation>: Sendable {
  /// The name within the computation, for example `detail`.
  public let name: String
  /// The columns, in order.
  public let columns: [ComputedColumn]
  let emit: @Sendable (Computation, (RowBuffer) throws -> Void) throws -> Void

  /// A table of the lines that a computation gives one after another.
  package init<Line: TableLine>(
    _ name: String,
    _ lines: @escaping @Sendable (Computation, (Line) throws -> Void) throws -> Void
  ) {
    var list = ColumnList<Line>()
    Line.declare(&list)
    self.name = name
    columns = list.columns
    emit = { computation, sink in
      var row = RowBuffer()
      try lines(computation) { line in
        line.fill(&row)
        try sink(row)
      }
    }
  }
}
