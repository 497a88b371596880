import Foundation
import GRDB
package import Values

/// The review's part of the state: one transaction a call.
extension StateDatabase {
  /// Changes what the review remembers of an output folder, all of it or nothing.
  ///
  /// Throws what the body throws, after undoing everything; `StateError` when SQLite fails.
  package func changeReview<Value>(
    of output: String, _ body: (ReviewTransaction) throws -> Value
  ) throws -> Value {
    try passingErrors {
      try change { try body(ReviewTransaction(database: $0, output: output)) }
    }
  }

  /// Looks at what the review remembers of an output folder, at one moment.
  package func readReview<Value>(
    of output: String, _ body: (ReviewTransaction) throws -> Value
  ) throws -> Value {
    try passingErrors {
      try reliably { state in
        try state.pool.read { try body(ReviewTransaction(database: $0, output: output)) }
      }
    }
  }
}

/// The review of one output folder: which run it shows.
package struct ReviewBook: Hashable, Sendable {
  /// Its number; 0 before it is saved.
  package var id: Int64 = 0
  /// The run whose suggestions are imported.
  package var run: String
  /// The run's business date.
  package var day: Day
  /// The moment that its figures are of.
  package var asOf: Instant
  /// When it was imported.
  package var importedAt: Instant
  /// ISO 4217 code of the money.
  package var currency: String
  /// How many runs were imported so far.
  package var imports: Int64 = 0

  /// A review that shows a run.
  package init(run: String, day: Day, asOf: Instant, importedAt: Instant, currency: String) {
    self.run = run
    self.day = day
    self.asOf = asOf
    self.importedAt = importedAt
    self.currency = currency
  }
}
