public import Values

/// The review of one output folder: which run it shows.
public struct ReviewBook: Hashable, Sendable {
  /// Its number; 0 before it is saved.
  public var id: Int64 = 0
  /// The run whose suggestions are imported.
  public var run: String
  /// The run's business date.
  public var day: Day
  /// The moment that its figures are of.
  public var asOf: Instant
  /// When it was imported.
  public var importedAt: Instant
  /// ISO 4217 code of the money.
  public var currency: String
  /// How many runs were imported so far.
  public var imports: Int64 = 0

  /// A review that shows a run.
  public init(run: String, day: Day, asOf: Instant, importedAt: Instant, currency: String) {
    self.run = run
    self.day = day
    self.asOf = asOf
    self.importedAt = importedAt
    self.currency = currency
  }
}
