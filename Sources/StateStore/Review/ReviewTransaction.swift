import Foundation
import GRDB
import Reports

/// The review's part of the state inside one transaction; lent for the call.
public struct ReviewTransaction {
  let database: Database
  /// The review of the output folder; nil before the first run was taken over.
  public let book: ReviewBook?

  init(database: Database, output: String) throws {
    self.database = database
    self.output = output
    book = try Self.book(of: output, in: database)
  }

  private let output: String

  /// The number of the book; 0 fits none.
  var bookID: Int64 { book?.id ?? 0 }

  /// Begins to take over a run: the book as it will be, with its number.
  public func take(_ book: ReviewBook) throws -> ReviewBook {
    try database.execute(
      sql: """
        INSERT INTO review_books
          (output, run, business_day, as_of, taken_at, currency, intake)
        VALUES (?, ?, ?, ?, ?, ?, 1)
        ON CONFLICT (output) DO UPDATE SET
          run = excluded.run, business_day = excluded.business_day, as_of = excluded.as_of,
          taken_at = excluded.taken_at, currency = excluded.currency,
          intake = intake + 1
        """,
      arguments: [
        output, book.run, book.day.daysSinceEpoch, book.asOf.microseconds,
        book.takenAt.microseconds, book.currency,
      ])
    guard let taken = try Self.book(of: output, in: database) else {
      throw StateError(unexpected: "the review is gone", path: "")
    }
    return taken
  }

  /// The book as this transaction has changed it.
  public func reread() throws -> ReviewBook? { try Self.book(of: output, in: database) }

  private static func book(of output: String, in database: Database) throws -> ReviewBook? {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM review_books WHERE output = ?")
    return try Row.fetchOne(statement, arguments: [output]).map(ReviewBook.init)
  }

  /// The line of a number.
  public func line(_ id: Int64) throws -> ReviewLine? {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM review_lines WHERE id = ? AND book = ?")
    return try Row.fetchOne(statement, arguments: [id, bookID]).map(ReviewLine.init)
  }

  /// The line of a key in a book.
  public func line(_ key: ReviewKey, in book: ReviewBook) throws -> ReviewLine? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM review_lines
        WHERE book = ? AND store_id = ? AND product_id = ? AND supplier = ?
        """)
    return try Row.fetchOne(
      statement, arguments: [book.id, key.store.data, key.product.data, key.supplier]
    ).map(ReviewLine.init)
  }

  /// Adds a line, and gives it its number.
  public func insert(_ line: inout ReviewLine, in book: ReviewBook) throws {
    let statement = try database.cachedStatement(sql: Self.insertion)
    try statement.execute(arguments: [book.id, book.intake] + line.keyValues + line.values())
    line.id = database.lastInsertedRowID
  }

  /// Writes a line that is there, as a run left it (`intake`) or a person.
  public func update(_ line: ReviewLine, intake: Int64? = nil) throws {
    let statement = try database.cachedStatement(sql: Self.change)
    try statement.execute(arguments: [intake] + line.values() + [line.id])
  }

  /// Notes that a run suggests a line as it is.
  public func touch(_ line: ReviewLine, intake: Int64) throws {
    let statement = try database.cachedStatement(
      sql: "UPDATE review_lines SET intake = ? WHERE id = ?")
    try statement.execute(arguments: [intake, line.id])
  }

  /// Calls the body with each line that the intake does not suggest, of those that were suggested
  /// until now or are in an order.
  ///
  /// What was ordered although it was no longer suggested ends its cycle, too.
  public func forEachVanished(
    in book: ReviewBook, _ body: (ReviewLine) throws -> Void
  ) throws {
    // Read at once and only by number: the body writes the lines.
    let ids = try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM review_lines
        WHERE book = ? AND (is_suggested = 1 OR state = 'ordered') AND intake < ? ORDER BY id
        """, arguments: [book.id, book.intake])
    let statement = try database.cachedStatement(sql: "SELECT * FROM review_lines WHERE id = ?")
    for id in ids {
      if let row = try Row.fetchOne(statement, arguments: [id]) { try body(ReviewLine(row)) }
    }
  }

  /// What never changes of a line, in the order of `ReviewLine.keyValues`.
  private static let keys = ["store_id", "product_id", "supplier"]

  /// What may change of a line, in the order of `ReviewLine.values`.
  private static let columns = [
    "supplier_name", "store_name", "sku", "barcode", "product_name", "category_name", "unit",
    "is_suggested", "figures", "value", "stockout", "urgency", "state", "until", "stance",
    "changed", "cycle", "version", "changed_by", "changed_at",
  ]

  private static let insertion = """
    INSERT INTO review_lines (book, intake, \((keys + columns).joined(separator: ", ")))
    VALUES (?, ?, \((keys + columns).map { _ in "?" }.joined(separator: ", ")))
    """

  private static let change = """
    UPDATE review_lines SET intake = coalesce(?, intake),
      \(columns.map { "\($0) = ?" }.joined(separator: ", "))
    WHERE id = ?
    """
}
