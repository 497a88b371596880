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
