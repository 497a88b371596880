public import Postgres
public import Reports

/// A table that comes from a query of the report's own.
public struct QueryReading {
  private let definition: ReportDefinition
  private let table: TableDefinition
  private let file: String

  /// The table of a report, and the query file that gives it.
  public init(definition: ReportDefinition, table: TableDefinition, file: String) {
    self.definition = definition
    self.table = table
    self.file = file
  }

  /// Gives the rows in the order of the query, the cells in the order of the definition.
  ///
  /// `variables` has a value for each variable of the query. NaN and times that have no place in a
  /// calendar become empty cells; of what else a cell cannot show it gives a sentence for each
  /// column. Throws `QueryMismatch` when the query's columns are not the definition's,
  /// `PostgresError` when the server fails or a number has more decimals than its column.
  public func emit(
    from connection: inout PostgresConnection, variables: [String: String],
    to sink: (RowBuffer) throws -> Void
  ) throws -> [String] {
    let query = try text(connection) { variables[$0] ?? "" }
    let columns = try connection.describe(query, name: name)
    let problems = Self.problems(table, columns)
    guard problems.isEmpty else { throw QueryMismatch(query: name, problems: problems) }
    let cells = table.columns.map { column in
      CellDecoder(
        column: column.type, place: columns.firstIndex { $0.name == column.key } ?? 0,
        oid: columns.first { $0.name == column.key }?.typeOID ?? 0)
    }
    var buffer = RowBuffer()
    var odd = cells.map { _ in OddCells() }
    try connection.copyOut(query, name: name, columns: columns.map(\.name)) { row in
      buffer.removeAll()
      for (index, cell) in cells.enumerated() {
        guard let oddity = try cell.append(row, to: &buffer) else { continue }
        odd[index].count(oddity)
      }
      try sink(buffer)
    }
    return zip(table.columns, odd).flatMap { column, odd in
      odd.sentences.map { "\(definition.name), table \(table.key), column \(column.key): \($0)" }
    }
  }

  /// How many values of a column its cells cannot show.
  private struct OddCells {
    private var tooLarge = 0
    private var notUTF8 = 0

    mutating func count(_ oddity: CellDecoder.Oddity) {
      switch oddity {
      case .tooLarge: tooLarge += 1
      case .notUTF8: notUTF8 += 1
      }
    }

    var sentences: [String] {
      var sentences: [String] = []
      if tooLarge > 0 {
        sentences.append(
          "cells are empty where a number is infinite or has more than 30 digits: \(tooLarge)")
      }
      if notUTF8 > 0 {
        sentences.append(
          "bytes that are not UTF-8 are shown as \\xe9: \(notUTF8)")
      }
      return sentences
    }
  }

  /// What keeps the query from giving the table; nothing is run.
  ///
  /// Throws `PostgresError` when the server cannot be asked; an error in the query itself is a
  /// problem.
  public func problems(in connection: inout PostgresConnection) throws -> [String] {
    do {
      let query = try text(connection) { CheckValues.value(of: $0, in: definition) }
      return Self.problems(table, try connection.describe(query, name: name))
    } catch let error as PostgresError where error.kind == .query {
      return [error.message]
    }
  }

  /// What keeps a check's query from giving `metric` and `value`; nothing is run.
  ///
  /// Throws as `problems(in:)` does.
  public static func problems(
    ofCheck file: String, in definition: ReportDefinition, connection: inout PostgresConnection
  ) throws -> [String] {
    do {
      let text = try definition.query(file: file).substitute { (name) throws(PostgresError) in
        try connection.literal(CheckValues.value(of: name, in: definition))
      }
      let columns = try connection.describe(text, name: "\(definition.name) \(file)")
      guard columns.map(\.name) == ["metric", "value"] else {
        return ["must return the columns metric and value"]
      }
      return []
    } catch let error as PostgresError where error.kind == .query {
      return [error.message]
    }
  }

  private var name: String { "\(definition.name) \(file)" }

  private func text(
    _ connection: borrowing PostgresConnection, value: (String) -> String
  ) throws -> String {
    try definition.query(file: file).substitute { (name) throws(PostgresError) in
      try connection.literal(value(name))
    }
  }

  private static func problems(
    _ table: TableDefinition, _ columns: [ColumnDescription]
  ) -> [String] {
    var problems: [String] = []
    for column in table.columns {
      let given = columns.filter { $0.name == column.key }
      if given.isEmpty {
        problems.append("the query does not return the column \(column.key)")
      } else if given.count > 1 {
        problems.append("the query returns the column \(column.key) \(given.count) times")
      } else if !CellDecoder.fits(column.type, oid: given[0].typeOID) {
        problems.append(
          "column \(column.key) is \(given[0].typeName) in the query and \(column.type.name) in the"
            + " definition; cast it to \(CellDecoder.cast(for: column.type))")
      }
    }
    for column in columns where table.index(of: column.name) == nil {
      problems.append("the query returns a column \(column.name) that the definition lacks")
    }
    return problems
  }
}

/// A query whose columns are not those of its definition.
public struct QueryMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The report and the file.
  public var query: String
  /// A sentence for each difference.
  public var problems: [String]

  /// One line that names the query and each difference.
  public var description: String { "\(query): \(problems.joined(separator: "; "))" }
}

/// Values that let a query be prepared when there is no run: right in type, of no meaning.
private enum CheckValues {
  static func value(of name: String, in definition: ReportDefinition) -> String {
    if let parameter = definition.parameters.first(where: { $0.name == name }) {
      if let value = parameter.defaultValue { return value }
      switch parameter.type {
      case .date: return "2000-01-01"
      case .integer: return "1"
      default: break
      }
    }
    switch name {
    case "period_start", "period_end", "compare_start", "snapshot_time", "window_start":
      return "2000-01-01T00:00:00Z"
    case "date_from", "date_to", "date", "from", "to", "compare_with": return "2000-01-01"
    case "time_zone": return "UTC"
    case "window": return "90"
    case "prices": return "{}"
    default: return ""
    }
  }
}
