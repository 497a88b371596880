public import Values

/// A report's example: a small database, and the tables that the report gives for it, worked out by
/// hand.
public struct ReportExample: Hashable, Sendable {
  /// The folder.
  public var folder: String
  /// The file with the INSERTs that fill the three tables.
  public var givenFile: String
  /// The zone of the business dates.
  public var timeZone: String
  /// What the snapshot's clock shows.
  public var now: Instant
  /// The parameters given, as a person writes them; several stores or suppliers with commas.
  public var parameters: [String: String]
  /// The reorder policy; nil for that of a run without a policy file.
  public var policy: ReorderPolicy?
  /// The finance policy; nil for that of a run without a policy file.
  public var finance: FinancePolicy?
  /// The prices that were seen before the run; nil when none is remembered.
  public var prices: Prices?
  /// The file with the expected rows of each table, by the table's key.
  ///
  /// It is CSV as published, in which a cell `*` stands for any text: sentences on whose words nobody
  /// relies.
  public var tableFiles: [String: String]

  /// The reports that were published before, in order.
  public var before: [Earlier] = []

  /// A report that was published before the example's own.
  public struct Earlier: Hashable, Sendable {
    /// Its name.
    public var report: String
    /// What the snapshot's clock showed.
    public var now: Instant
    /// The file with what happened in the tables before it; nil when nothing did.
    public var givenFile: String?
  }

  /// What a price history has.
  public struct Prices: Hashable, Sendable {
    /// Up to when the prices were seen.
    public var seenTo: Instant
    /// What was seen.
    public var observations: [Observation]
  }

  /// What a product cost and sold for from an instant on.
  public struct Observation: Hashable, Sendable {
    /// The product.
    public var product: UUIDBytes
    /// From when on.
    public var start: Instant
    /// The cost of one unit in cents.
    public var cost: Int64
    /// The price of one unit in cents.
    public var sell: Int64
  }

  /// An example.
  public init(
    folder: String, givenFile: String, timeZone: String, now: Instant,
    parameters: [String: String], policy: ReorderPolicy?, finance: FinancePolicy?, prices: Prices?,
    tableFiles: [String: String]
  ) {
    self.folder = folder
    self.givenFile = givenFile
    self.timeZone = timeZone
    self.now = now
    self.parameters = parameters
    self.policy = policy
    self.finance = finance
    self.prices = prices
    self.tableFiles = tableFiles
  }
}
