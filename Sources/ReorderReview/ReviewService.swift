import Foundation
public import PublishedTables
import Publishing
public import Reports
public import StateStore

/// The review of one output folder's reorder suggestions: looks and changes, each one transaction.
///
/// Everything here blocks; call it on a thread where that may be. Several processes may do so at the
/// same time.
public struct ReviewService: Sendable {
  /// The report whose suggestions are reviewed.
  public static let report = "reorder-suggestions"

  /// Where the days of the review end.
  public let calendar: BusinessCalendar
  let state: StateDatabase
  let catalogue: CatalogueReader
  let output: String
  let files: KeptFiles
  let clock: @Sendable () -> Instant
  /// Called at each step of an export; for tests.
  var onStep: @Sendable (ExportStep) -> Void = { _ in }

  /// A review of what is published below a catalogue's folder; `clock` is now by this machine.
  public init(
    state: StateDatabase, catalogue: CatalogueReader, calendar: BusinessCalendar,
    clock: @escaping @Sendable () -> Instant = { .now }
  ) {
    self.state = state
    self.catalogue = catalogue
    // The same folder is the same review, however it is spelled.
    output = OutputPath.real(catalogue.output)
    self.calendar = calendar
    self.clock = clock
    files = KeptFiles(state, folder: "orders")
  }

  /// The day that it is in the reports' time zone.
  public var today: Day { calendar.day(of: clock()) }

  /// The review as it is; nil before the first run was taken over.
  public func book() throws -> ReviewBook? {
    try state.readReview(of: output) { $0.book }
  }

  /// Every line that somebody may see: those that are suggested or decided about.
  public func query(for reviewer: Reviewer, limit: Int) -> ReviewQuery {
    ReviewQuery(stores: reviewer.stores, day: today, limit: limit)
  }

  /// All of a supplier's lines, or those of one store.
  func wholeSupplier(
    _ supplier: String, _ store: UUIDBytes?, for reviewer: Reviewer
  ) -> ReviewQuery {
    var query = query(for: reviewer, limit: -1)
    query.supplier = supplier
    query.store = store
    return query
  }

  /// How the lines of each supplier stand.
  public func suppliers(_ query: ReviewQuery) throws -> [SupplierReview] {
    try state.readReview(of: output) { try $0.suppliers(query) }
  }

  /// The stores that have lines.
  public func stores(_ query: ReviewQuery) throws -> [(id: UUIDBytes, name: String)] {
    try state.readReview(of: output) { try $0.stores(query) }
  }

  /// Whether a supplier or a store ever had a line that somebody may see: a filter for another one is a
  /// mistake, and not a filter that leaves nothing.
  public func knows(
    supplier: String? = nil, store: UUIDBytes? = nil, for reviewer: Reviewer
  ) throws -> Bool {
    try state.readReview(of: output) {
      try $0.knows(supplier: supplier, store: store, stores: reviewer.stores)
    }
  }

  /// The lines of a query, each with what is known beside it.
  public func lines(_ query: ReviewQuery) throws -> [ReviewedLine] {
    try deskLines(on: query.day) { try $0.lines(query) }
  }

  /// One line.
  ///
  /// Throws `ReviewError.notFound` also when the reviewer may not see its store.
  public func line(_ id: Int64, for reviewer: Reviewer) throws -> ReviewedLine {
    let lines = try deskLines(on: today) { [try Self.find(id, for: reviewer, in: $0)] }
    return lines[0]
  }

  private func deskLines(
    on day: Day, _ find: (ReviewTransaction) throws -> [ReviewLine]
  ) throws -> [ReviewedLine] {
    try state.readReview(of: output) { review in
      let lines = try find(review)
      let orders = try review.lastOrders(of: lines)
      return lines.map { line in
        ReviewedLine(
          line: line, today: day,
          lastOrder: orders[line.id].map {
            .init(id: $0.order, day: $0.day, quantity: $0.quantity)
          })
      }
    }
  }

  /// The audit trail, of one line or of all, the newest first.
  public func events(
    of line: Int64? = nil, for reviewer: Reviewer, before sequence: Int64? = nil, limit: Int
  ) throws -> [NamedReviewEvent] {
    try state.readReview(of: output) {
      try $0.events(of: line, stores: reviewer.stores, before: sequence, limit: limit)
    }
  }

  /// Exported orders, the newest first.
  ///
  /// Somebody who sees only some stores sees the orders that are for these alone.
  public func orders(
    for reviewer: Reviewer, before id: Int64? = nil, limit: Int
  ) throws -> [ReviewOrder] {
    try state.readReview(of: output) {
      try $0.orders(stores: reviewer.stores, before: id, limit: limit)
    }
  }

  /// An exported order.
  public func order(_ id: Int64, for reviewer: Reviewer) throws -> ReviewOrder {
    let found = try state.readReview(of: output) {
      try $0.orders(id, stores: reviewer.stores, limit: 1).first
    }
    guard let found else { throw ReviewError.notFound("order") }
    return found
  }

  static func find(
    _ id: Int64, for reviewer: Reviewer, in review: ReviewTransaction
  ) throws -> ReviewLine {
    guard let line = try review.line(id), reviewer.sees(line.key.store) else {
      throw ReviewError.notFound("line")
    }
    return line
  }
}
