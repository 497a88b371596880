public import Values

/// What purchasing knows and the inventory database does not: lead times, packs, minimum orders,
/// how sure one wants to be, and what is already on order.
public struct ReorderPolicy: Hashable, Sendable {
  /// Which rule decides on an order.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// `demand` where the window tells enough, else `minMax`.
    case auto
    /// Up to the maximum stock at the reorder level.
    case minMax = "min_max"
    /// For the demand of lead and review time with a safety stock.
    case demand
  }

  /// The terms of one product.
  public struct Terms: Hashable, Sendable {
    /// Days from order to arrival.
    public var leadTimeDays = 7
    /// Standard deviation of the lead time in days, scale 6.
    public var leadTimeStdDays: Int64 = 0
    /// Days between two orders.
    public var reviewDays = 7
    /// The wanted chance of not running out in a cycle, scale 6, between 0 and 1.
    public var serviceLevel: Int64 = 950_000
    /// What orders are multiples of, scale 3; nil: by the unit, see `defaultPackSize(unit:)`.
    public var packSize: Int64?
    /// The least that can be ordered, scale 3.
    public var minOrderQuantity: Int64 = 0
    /// Which rule decides.
    public var rule = Rule.auto

    /// The terms of a policy without a file.
    public init() {}
  }

  /// Terms that a scope sets; nil for what it leaves as it is.
  public struct Changes: Hashable, Sendable {
    /// Days from order to arrival.
    public var leadTimeDays: Int?
    /// Standard deviation of the lead time in days, scale 6.
    public var leadTimeStdDays: Int64?
    /// Days between two orders.
    public var reviewDays: Int?
    /// The wanted chance of not running out in a cycle, scale 6.
    public var serviceLevel: Int64?
    /// What orders are multiples of, scale 3.
    public var packSize: Int64?
    /// The least that can be ordered, scale 3.
    public var minOrderQuantity: Int64?
    /// Which rule decides.
    public var rule: Rule?

    /// No change.
    public init() {}
  }

  /// Which products an override is for.
  public enum Scope: Hashable, Sendable {
    /// The products of a category of this name.
    case categoryName(String)
    /// The products of the category with this id.
    case categoryID(UUIDBytes)
    /// The products of a supplier of this name.
    case supplierName(String)
    /// The products of the supplier with this id.
    case supplierID(UUIDBytes)
    /// The one active product with this SKU.
    case sku(String)
    /// The product with this id.
    case productID(UUIDBytes)
  }

  /// Changed terms for some products.
  public struct Override: Hashable, Sendable {
    /// Which products.
    public var scope: Scope
    /// What is changed.
    public var changes: Changes
    /// The line of the policy file, for messages about a scope that fits nothing or too much.
    public var line: Int

    /// An override.
    public init(scope: Scope, changes: Changes, line: Int) {
      self.scope = scope
      self.changes = changes
      self.line = line
    }
  }

  /// Goods ordered and not yet arrived.
  public struct OnOrder: Hashable, Sendable {
    /// The product, by `sku` or `productID`.
    public var product: Scope
    /// The store, by id or by name.
    public var store: Store
    /// How much, scale 3, above 0.
    public var quantity: Int64
    /// When it should arrive; nil when nobody knows.
    public var expected: Day?
    /// The line of the policy file.
    public var line: Int

    /// A store as a person names it.
    public enum Store: Hashable, Sendable {
      /// By its id.
      case id(UUIDBytes)
      /// By its name.
      case name(String)
    }

    /// Goods on order.
    public init(product: Scope, store: Store, quantity: Int64, expected: Day?, line: Int) {
      self.product = product
      self.store = store
      self.quantity = quantity
      self.expected = expected
      self.line = line
    }
  }

  /// The terms of a product that no override is for.
  public var defaults: Terms
  /// The overrides in the order in which they are applied, so that the last one wins: categories
  /// by name, categories by id, suppliers by name, suppliers by id, SKUs, product ids.
  public var overrides: [Override]
  /// What is on order, in the order of the file.
  public var onOrder: [OnOrder]
  /// The file, for messages; empty without one.
  public var file: String

  /// A policy.
  public init(
    defaults: Terms = Terms(), overrides: [Override] = [], onOrder: [OnOrder] = [],
    file: String = ""
  ) {
    self.defaults = defaults
    self.overrides = overrides
    self.onOrder = onOrder
    self.file = file
  }
}
