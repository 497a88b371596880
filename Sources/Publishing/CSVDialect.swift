/// How our CSV files are written, said in full so that no reader has to guess from the content.
public struct CSVDialect: Hashable, Codable, Sendable {
  /// Between two fields.
  public var delimiter = ","
  /// After each record.
  public var lineTerminator = "\r\n"
  /// Around a field that needs it.
  public var quoteChar = "\""
  /// A quote within quotes is written twice.
  public var doubleQuote = true
  /// A space after a comma belongs to the field.
  public var skipInitialSpace = false
  /// The first record is the column keys.
  public var header = true

  /// The dialect of every CSV file here.
  public init() {}
}
