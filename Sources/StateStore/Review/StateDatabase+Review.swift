import Foundation
import GRDB

/// The review's part of the state: one transaction a call.
extension StateDatabase {
  /// Changes what the review remembers of an output folder, all of it or nothing.
  ///
  /// Throws what the body throws, after undoing everything; `StateError` when SQLite fails.
  public func changeReview<Value>(
    of output: String, _ body: (ReviewTransaction) throws -> Value
  ) throws -> Value {
    try passingErrors {
      try change { try body(ReviewTransaction(database: $0, output: output)) }
    }
  }

  /// Looks at what the review remembers of an output folder, at one moment.
  public func readReview<Value>(
    of output: String, _ body: (ReviewTransaction) throws -> Value
  ) throws -> Value {
    try passingErrors {
      try reliably { state in
        try state.pool.read { try body(ReviewTransaction(database: $0, output: output)) }
      }
    }
  }
}
