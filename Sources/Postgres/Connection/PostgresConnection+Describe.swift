import CLibPQ

extension PostgresConnection {
  /// The columns that a query would give; the query is prepared but not run.
  ///
  /// Empty for a statement without a result. `name` appears in errors, which are those that the
  /// server finds while it analyses the query, such as 42703 for an unknown column.
  public mutating func describe(
    _ query: String, name: String
  ) throws(PostgresError) -> [ColumnDescription] {
    let fields = try describedFields(query, name)
    guard !fields.isEmpty else { return [] }
    let oids = fields.map { String($0.type) }.joined(separator: ",")
    let modifiers = fields.map { String($0.modifier) }.joined(separator: ",")
    let types = try rows(
      """
      SELECT pg_catalog.format_type(t.oid, t.modifier)
      FROM ROWS FROM (
        pg_catalog.unnest('{\(oids)}'::pg_catalog.oid[]),
        pg_catalog.unnest('{\(modifiers)}'::pg_catalog.int4[])
      ) WITH ORDINALITY AS t (oid, modifier, place)
      ORDER BY t.place
      """, name: name)
    guard types.count == fields.count else {
      throw PostgresError(
        .truncated, "\(types.count) type names for \(fields.count) columns", query: name,
        host: host)
    }
    return zip(fields, types).map { field, type in
      ColumnDescription(
        name: field.name, typeOID: field.type, typeName: (type.first ?? nil) ?? "???",
        modifier: field.modifier < 0 ? nil : Int(field.modifier))
    }
  }

  private typealias Field = (name: String, type: UInt32, modifier: Int32)

  private func describedFields(_ query: String, _ name: String) throws(PostgresError) -> [Field] {
    guard !query.utf8.contains(0) else {
      throw PostgresError(.usage, "the SQL text has a NUL character", query: name, host: host)
    }
    try begin(name)
    defer { canceller.end() }
    // The unnamed statement: replaced by the next one, nothing is left behind.
    guard unsafe PQsendPrepare(handle.pointer, "", query, 0, nil) == 1 else {
      throw sendError(name)
    }
    if let error = finishResults(name).error { throw error }
    guard unsafe PQsendDescribePrepared(handle.pointer, "") == 1 else { throw sendError(name) }
    var fields: [Field] = []
    let outcome = finishResults(name) { result in
      for index in 0..<result.fieldCount { fields.append(result.column(index)) }
    }
    if let error = outcome.error { throw error }
    return fields
  }
}

/// A column of a query's result, as the server describes it without running the query.
public struct ColumnDescription: Sendable, Equatable {
  /// The column's name.
  public let name: String
  /// The OID of its type, such as 1700 for numeric.
  public let typeOID: UInt32
  /// The type as SQL writes it, with its modifier, such as `numeric(10,2)`.
  public let typeName: String
  /// The type's modifier as the server keeps it; nil if there is none.
  public let modifier: Int?

  /// The declared number of digits of a `numeric(p,s)`; nil for other columns.
  public var numericPrecision: Int? { numericModifier.map { ($0 >> 16) & 0xFFFF } }

  /// The declared digits after the point of a `numeric(p,s)`; nil for other columns.
  ///
  /// Expressions such as sums and products usually have no declared scale.
  public var numericScale: Int? {
    // Eleven bits with a sign, since version 15 allows negative scales.
    numericModifier.map { (($0 & 0x7FF) ^ 0x400) - 0x400 }
  }

  private var numericModifier: Int? {
    typeOID == 1700 ? modifier.map { $0 - 4 } : nil
  }
}
