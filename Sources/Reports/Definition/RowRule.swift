/// By how much the rows of a table may differ from those of the earlier run.
public struct RowRule: Hashable, Sendable {
  /// Which way it looks.
  public enum Direction: String, CaseIterable, Hashable, Sendable {
    /// Only when rows are missing.
    case fewer
    /// Only when there are more of them.
    case more
  }

  /// How it ended.
  public enum Verdict: Hashable, Sendable {
    /// Within the limits.
    case usual
    /// Beyond the limit of a warning.
    case warns
    /// Beyond the limit of an error.
    case fails
  }

  /// The table.
  public var table: String
  /// Which way it looks; nil for both.
  public var direction: Direction?
  /// Percent of the earlier rows, above which it warns.
  public var warn: Int?
  /// Percent of the earlier rows, above which it is an error.
  public var error: Int?

  /// In a small table one row is a large share: so few say nothing.
  public static let fewest = 10

  /// A rule with at least one limit.
  public init(table: String, direction: Direction?, warn: Int?, error: Int?) {
    self.table = table
    self.direction = direction
    self.warn = warn
    self.error = error
  }

  /// What it says of a number of rows after an earlier one.
  public func verdict(rows: Int, after before: Int) -> Verdict {
    let isMeant =
      switch direction {
      case .fewer: rows < before
      case .more: rows > before
      case nil: true
      }
    let difference = abs(rows - before)
    guard isMeant, difference > Self.fewest else { return .usual }
    // From nothing, any row is more than every share.
    func exceeds(_ percent: Int?) -> Bool {
      percent.map { difference * 100 > before * $0 } ?? false
    }
    return exceeds(error) ? .fails : exceeds(warn) ? .warns : .usual
  }
}
