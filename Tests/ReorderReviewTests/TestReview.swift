import Foundation
import GRDB
import PublishedTables
import Publishing
import Reports
import Synchronization

@testable import ReorderReview
@testable import StateStore

/// A review in a folder of its own, with a clock that a test sets.
final class TestReview: Sendable {
  let folder = URL.temporaryDirectory.appending(path: "review-\(UUID().uuidString)").path
  let service: ReviewService
  private let runs = Mutex(0)

  init() throws {
    let folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let now = Box(Instant(microseconds: 1_795_000_000_000_000))
    clock = now
    service = ReviewService(
      state: try StateDatabase(folder: folder), catalogue: CatalogueReader(output: "\(folder)/out"),
      calendar: .utc, clock: { now.value.withLock { $0 } })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  final class Box: Sendable {
    let value: Mutex<Instant>
    init(_ value: Instant) { self.value = Mutex(value) }
  }
  let clock: Box

  func passDays(_ days: Int) {
    clock.value.withLock { $0.microseconds += Int64(days) * 86_400_000_000 }
  }

  /// Takes a night's suggestions over.
  @discardableResult
  func night(_ suggestions: [Suggestion]) throws -> ReviewImport.Result {
    let number = runs.withLock {
      $0 += 1
      return $0
    }
    let now = clock.value.withLock { $0 }
    return try service.state.changeReview(of: service.output) { review in
      try ReviewImport(
        ReviewBook(
          run: "run-\(number)", day: service.today.advanced(by: -1), asOf: now, takenAt: now,
          currency: "THB")
      ).perform(in: review) { body in for suggestion in suggestions { try body(suggestion) } }
    }
  }

  /// All lines that a buyer may see.
  func lines(_ reviewer: Reviewer = .anna) throws -> [ReviewLine] {
    var query = service.query(for: reviewer, limit: 10_000)
    query.order = .id
    return try service.lines(query).map(\.line)
  }

  func line(_ sku: String) throws -> ReviewLine {
    let all = try service.state.readReview(of: service.output) { review in
      try review.allLines().first { $0.labels.sku == sku }
    }
    guard let all else { throw ReviewError.notFound("line") }
    return all
  }

  @discardableResult
  func decide(
    _ sku: String, _ choice: Choice, by reviewer: Reviewer = .anna
  ) throws -> ReviewLine {
    let line = try line(sku)
    return try service.decide(line.id, version: line.version, choice, by: reviewer)
  }
}

extension ReviewTransaction {
  /// Every line, also those that nobody sees any more.
  func allLines() throws -> [ReviewLine] {
    try Row.fetchAll(database, sql: "SELECT * FROM review_lines ORDER BY id").map(ReviewLine.init)
  }
}

extension Reviewer {
  static let anna = Reviewer(name: "anna")
  static let boon = Reviewer(name: "boon")
}

/// A suggestion of so many pieces, 10.00 each.
func suggestion(
  _ sku: String, _ quantity: Int64 = 24, store: UInt64 = 1, supplier: UInt64 = 1,
  cost: Int64? = 1_000, urgency: ReviewFigures.Urgency = .due, maxStock: Int64 = 100_000,
  pack: Int64? = 1_000
) -> Suggestion {
  var figures = ReviewFigures(
    onHand: 2_000, leadTimeDays: 7, suggested: quantity * 1_000, unitCost: cost, urgency: urgency,
    reason: "On hand 2.000 is at or below the reorder level 10.000.")
  figures.maxStock = maxStock
  figures.packSize = pack
  figures.minimumOrder = pack.map { _ in 0 }
  figures.stockout = Day("2026-11-25")
  let supplierID = UUIDBytes(high: 3, low: supplier)
  return Suggestion(
    key: ReviewKey(
      store: UUIDBytes(high: 1, low: store),
      product: UUIDBytes(high: 2, low: UInt64(sku.utf8.reduce(0) { $0 * 256 + Int($1) })),
      supplier: ReviewKey.supplierKey(id: supplierID, name: "")),
    labels: .init(
      supplier: "Supplier \(supplier)", store: "Store \(store)", sku: sku, barcode: "0012",
      product: "Product \(sku)", category: "Dairy", unit: "piece"),
    figures: figures)
}

let supplierOne = UUIDBytes(high: 3, low: 1).description
