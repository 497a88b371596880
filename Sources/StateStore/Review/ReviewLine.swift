public import Values

/// One suggestion with what was decided about it.
public struct ReviewLine: Hashable, Sendable {
  /// Its number, which never changes; 0 before it is saved.
  public var id: Int64 = 0
  /// What makes it the same from run to run.
  public var key: ReviewKey
  /// The names that go with the ids, and the codes, of the latest run that suggested it.
  public var labels: Labels
  /// Whether the latest run suggests it.
  public var isSuggested = true
  /// The figures of the latest run that suggested it.
  public var figures: ReviewFigures
  /// What was decided, on what figures.
  public var record = DecisionRecord.open
  /// Whether the figures are no longer those of the decision.
  public var isChanged = false
  /// How often it began anew after an order, from 1.
  public var cycle = 1
  /// Counts every change of the line, by a person or a run.
  public var version: Int64 = 1
  /// Who changed it last.
  public var changedBy: String
  /// When it was changed last.
  public var changedAt: Instant

  /// Names and codes of a line.
  public struct Labels: Hashable, Sendable {
    /// The supplier's name; empty when there is none.
    public var supplier: String
    /// The store's name.
    public var store: String
    /// The product's stock keeping unit.
    public var sku: String
    /// The product's barcode; empty when it has none.
    public var barcode: String
    /// The product's name.
    public var product: String
    /// The product's category; empty when it has none.
    public var category: String
    /// The unit of every quantity.
    public var unit: String

    /// Names and codes.
    public init(
      supplier: String, store: String, sku: String, barcode: String, product: String,
      category: String, unit: String
    ) {
      self.supplier = supplier
      self.store = store
      self.sku = sku
      self.barcode = barcode
      self.product = product
      self.category = category
      self.unit = unit
    }
  }

  /// A new line about which nothing is decided.
  public init(
    key: ReviewKey, labels: Labels, figures: ReviewFigures, changedBy: String, changedAt: Instant
  ) {
    self.key = key
    self.labels = labels
    self.figures = figures
    self.changedBy = changedBy
    self.changedAt = changedAt
  }

  /// What is to be ordered as far as is known: the decided quantity, else the suggested one, scale 3.
  public var quantity: Int64 { record.decision.quantity ?? figures.suggested }

  /// What that costs, scale 2, rounded half away from zero; nil when the unit cost is not a number.
  public var value: Int64? {
    figures.unitCost.flatMap {
      Int64(exactly: ExactDecimal.value(quantity: quantity, price: $0))
    }
  }

  /// How the line stands on a day: a snooze that has ended counts as open.
  public func state(on day: Day) -> ReviewDecision.State {
    if let until = record.decision.until, until <= day { return .open }
    return record.decision.state
  }
}

/// What makes two suggestions the same: the product, the store it is for, and who supplies it.
public struct ReviewKey: Hashable, Sendable {
  /// The store's id.
  public var store: UUIDBytes
  /// The product's id.
  public var product: UUIDBytes
  /// The supplier, as `supplierKey` names it.
  public var supplier: String

  /// A key.
  public init(store: UUIDBytes, product: UUIDBytes, supplier: String) {
    self.store = store
    self.product = product
    self.supplier = supplier
  }

  /// What stands for no supplier: nobody to order from.
  public static let noSupplier = "none"

  /// One name for a supplier, as reports group them: by id, without an id by name.
  public static func supplierKey(id: UUIDBytes?, name: String) -> String {
    if let id { return id.description }
    return name.isEmpty ? noSupplier : "name:\(name)"
  }
}
