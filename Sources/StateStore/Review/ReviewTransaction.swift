import Foundation
import GRDB
import Values

/// The review's part of the state inside one transaction; lent for the call.
package struct ReviewTransaction {
  let database: Database
  /// The review of the output folder; nil before the first run was imported.
  package let book: ReviewBook?

  init(database: Database, output: String) throws {
    self.database = database
    self.output = output
    book = try Self.book(of: output, in: database)
  }

  private let output: String

  /// The number of the book; 0 fits none.
  var bookID: Int64 { book?.id ?? 0 }

  /// Begins to import a run: the book as it will be, with its number.
  package func beginImport(of book: ReviewBook) throws -> ReviewBook {
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
        output, book.run, book.day, book.asOf,
        book.importedAt, book.currency,
      ])
    guard let imported = try Self.book(of: output, in: database) else {
      throw StateError(unexpected: "the review is gone", path: "")
    }
    return imported
  }

  /// The book as this transaction has changed it.
  package func reread() throws -> ReviewBook? { try Self.book(of: output, in: database) }

  private static func book(of output: String, in database: Database) throws -> ReviewBook? {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM review_books WHERE output = ?")
    return try Row.fetchOne(statement, arguments: [output]).map(ReviewBook.init)
  }

  /// The line of a number.
  package func line(_ id: Int64) throws -> ReviewLine? {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM review_lines WHERE id = ? AND book = ?")
    return try Row.fetchOne(statement, arguments: [id, bookID]).map(ReviewLine.init)
  }

  /// The line of a key in a book.
  package func line(_ key: ReviewKey, in book: ReviewBook) throws -> ReviewLine? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM review_lines
        WHERE book = ? AND store_id = ? AND product_id = ? AND supplier = ?
        """)
    return try Row.fetchOne(
      statement, arguments: [book.id, key.store, key.product, key.supplier]
    ).map(ReviewLine.init)
  }

  /// Adds a line, and gives it its number.
  package func insert(_ line: inout ReviewLine, in book: ReviewBook) throws {
    let statement = try database.cachedStatement(sql: Self.insertion)
    try statement.execute(arguments: [book.id, book.imports] + line.keyValues + line.values())
    line.id = database.lastInsertedRowID
  }

  /// Writes a line that is there, as a run left it (`importNumber`) or a person.
  package func update(_ line: ReviewLine, importNumber: Int64? = nil) throws {
    let statement = try database.cachedStatement(sql: Self.change)
    try statement.execute(arguments: [importNumber] + line.values() + [line.id])
  }

  /// Notes that a run suggests a line as it is.
  package func touch(_ line: ReviewLine, importNumber: Int64) throws {
    let statement = try database.cachedStatement(
      sql: "UPDATE review_lines SET intake = ? WHERE id = ?")
    try statement.execute(arguments: [importNumber, line.id])
  }

  /// Calls the body with each line that the imported run does not suggest, of those that were
  /// suggested until now or are in an order.
  ///
  /// What was ordered although it was no longer suggested ends its cycle, too.
  package func forEachVanished(
    in book: ReviewBook, _ body: (ReviewLine) throws -> Void
  ) throws {
    // Read at once and only by number: the body writes the lines.
    let ids = try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM review_lines
        WHERE book = ? AND (is_suggested = 1 OR state = 'ordered') AND intake < ? ORDER BY id
        """, arguments: [book.id, book.imports])
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
