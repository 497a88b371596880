public import Values

/// What finance decides and no table has: the fiscal year, what stock is carried at, at which age it is
/// provided for, what selling costs.
///
/// No provision rate is built in: rates are a judgement of the company (IAS 2.30, ASC 330-10-35), and a
/// default would be a number that nobody decided.
public struct FinancePolicy: Hashable, Sendable {
  /// What provisions and the test of net realisable value start from.
  public enum CarryingValue: String, Hashable, Sendable, CaseIterable {
    /// Quantity times today's cost.
    case standard
    /// Layers, first in, first out.
    case fifo
    /// The moving average.
    case average
  }

  /// The rates that may differ by category.
  public struct Terms: Hashable, Sendable {
    /// The share of the carrying value to provide for, scale 4: of the six buckets of age; nil when
    /// nobody decided.
    public var provision: [Int64]?
    /// The same of stock of unknown age; the rate of the oldest bucket when it is left out.
    public var provisionUnknown: Int64?
    /// The tax that selling prices include, scale 6: 0.07 is 7 % on top of the net price.
    public var taxInPrice: Int64 = 0
    /// What selling costs, as a share of the net price; scale 6.
    public var sellingCost: Int64 = 0

    /// The terms of a policy without a file.
    public init() {}

    /// The rate of each bucket of age, and last that of stock of unknown age; nil without rates.
    public var rates: [Int64]? {
      provision.map { $0 + [provisionUnknown ?? $0[$0.count - 1]] }
    }
  }

  /// Terms that a category changes; nil for what it leaves as it is.
  public struct Changes: Hashable, Sendable {
    /// The rates of the six buckets, scale 4.
    public var provision: [Int64]?
    /// The rate of stock of unknown age, scale 4.
    public var provisionUnknown: Int64?
    /// The tax that selling prices include, scale 6.
    public var taxInPrice: Int64?
    /// What selling costs, scale 6.
    public var sellingCost: Int64?

    /// No change.
    public init() {}
  }

  /// Which products an override is for.
  public enum Scope: Hashable, Sendable {
    /// The products of a category of this name.
    case categoryName(String)
    /// The products of the category with this id.
    case categoryID(UUIDBytes)
  }

  /// Changed terms for some products.
  public struct Override: Hashable, Sendable {
    /// Which products.
    public var scope: Scope
    /// What is changed.
    public var changes: Changes
    /// The line of the policy file, for messages about a scope that fits nothing.
    public var line: Int

    /// An override.
    public init(scope: Scope, changes: Changes, line: Int) {
      self.scope = scope
      self.changes = changes
      self.line = line
    }
  }

  /// When stock that does not sell is slow, and when dead.
  public struct Idle: Hashable, Sendable {
    /// More days without a sale are slow.
    public var slowDays = 90
    /// More days without a sale and a receipt are dead.
    public var deadDays = 180

    /// The days of a policy without a file.
    public init() {}
  }

  /// The bounds of the analysis of stock; shares and coefficients have scale 4.
  public struct Analysis: Hashable, Sendable {
    /// Up to which cumulated share a product is A, and B.
    public var abc: [Int64] = [8_000, 9_500]
    /// Up to which coefficient of variation a product is X, and Y.
    public var xyz: [Int64] = [5_000, 10_000]
    /// Stock for more days of demand is overstock.
    public var overstockDays = 90

    /// The bounds of a policy without a file.
    public init() {}
  }

  /// The month in which the fiscal year begins, 1 to 12.
  public var fiscalYearStart = 1
  /// What provisions start from.
  public var carryingValue = CarryingValue.standard
  /// The last day of age of all buckets but the last, ascending; one less than there are buckets.
  public var ageingDays = [30, 60, 90, 180, 365]
  /// When stock is slow or dead.
  public var idle = Idle()
  /// The bounds of the analysis.
  public var analysis = Analysis()
  /// The terms of a product that no override is for.
  public var defaults = Terms()
  /// The overrides in the order in which they are applied, so that the last one wins: by name, then by
  /// id.
  public var overrides: [Override] = []
  /// The file, for messages; empty without one.
  public var file: String

  /// How many buckets of known age there are.
  public static let buckets = 6

  /// The policy without a file.
  public init(file: String = "") {
    self.file = file
  }
}

extension FinancePolicy.Terms {
  /// Sets what the changes set, and nothing else.
  public mutating func apply(_ changes: FinancePolicy.Changes) {
    provision = changes.provision ?? provision
    provisionUnknown = changes.provisionUnknown ?? provisionUnknown
    taxInPrice = changes.taxInPrice ?? taxInPrice
    sellingCost = changes.sellingCost ?? sellingCost
  }
}
