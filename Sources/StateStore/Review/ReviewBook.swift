public import Reports

/// The review of one output folder: which run it shows.
public struct ReviewBook: Hashable, Sendable {
  /// Its number; 0 before it is saved.
  public var id: Int64 = 0
  /// The run whose suggestions are taken over.
  public var run: String
  /// The run's business date.
  public var day: Day
  /// The moment that its figures are of.
  public var asOf: Instant
  /// When it was taken over.
  public var takenAt: Instant
  /// ISO 4217 code of the money.
  public var currency: String
  /// How many runs were taken over so far.
  public var intake: Int64 = 0

  /// A review that shows a run.
  public init(run: String, day: Day, asOf: Instant, takenAt: Instant, currency: String) {
    self.run = run
    self.day = day
    self.asOf = asOf
    self.takenAt = takenAt
    self.currency = currency
  }
}
