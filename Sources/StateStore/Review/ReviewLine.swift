package import Values

/// One suggestion with what was decided about it.
package struct ReviewLine: Hashable, Sendable {
  /// Its number, which never changes; 0 before it is saved.
  package var id: Int64 = 0
  /// What makes it the same from run to run.
  package var key: ReviewKey
  /// The names that go with the ids, and the codes, of the latest run that suggested it.
  package var labels: Labels
  /// Whether the latest run suggests it.
  package var isSuggested = true
  /// The figures of the latest run that suggested it.
  package var figures: ReviewFigures
  /// What was decided, on what figures.
  package var record = DecisionRecord.open
  /// Whether the figures are no longer those of the decision.
  package var isChanged = false
  /// How often it began anew after an order, from 1.
  package var cycle = 1
  /// Counts every change of the line, by a person or a run.
  package var version: Int64 = 1
  /// Who changed it last.
  package var changedBy: String
  /// When it was changed last.
  package var changedAt: Instant

  /// Names and codes of a line.
  package struct Labels: Hashable, Sendable {
    /// The supplier's name; empty when there is none.
    package var supplier: String
    package var store: String
    /// The product's stock keeping unit.
    package var sku: String
    /// The product's barcode; empty when it has none.
    package var barcode: String
    package var product: String
    /// The product's category; empty when it has none.
    package var category: String
    /// The unit of every quantity.
    package var unit: String

    package init(
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
  package init(
    key: ReviewKey, labels: Labels, figures: ReviewFigures, changedBy: String, changedAt: Instant
  ) {
    self.key = key
    self.labels = labels
    self.figures = figures
    self.changedBy = changedBy
    self.changedAt = changedAt
  }

  /// What is to be ordered as far as is known: the decided quantity, else the suggested one, scale 3.
  package var quantity: Int64 { record.decision.quantity ?? figures.suggested }

  /// What that costs, scale 2, rounded half away from zero; nil when the unit cost is not a number.
  package var value: Int64? {
    figures.unitCost.flatMap {
      Int64(exactly: ExactDecimal.value(quantity: quantity, price: $0))
    }
  }

  /// How the line stands on a day: a snooze that has ended counts as open.
  package func state(on day: Day) -> ReviewDecision.State {
    if let until = record.decision.until, until <= day { return .open }
    return record.decision.state
  }
}

/// What makes two suggestions the same: the product, the store it is for, and who supplies it.
package struct ReviewKey: Hashable, Sendable {
  package var store: UUIDBytes
  package var product: UUIDBytes
  /// The supplier, as `supplierKey` names it.
  package var supplier: String

  package init(store: UUIDBytes, product: UUIDBytes, supplier: String) {
    self.store = store
    self.product = product
    self.supplier = supplier
  }

  /// What stands for no supplier: nobody to order from.
  package static let noSupplier = "none"

  /// One name for a supplier, as reports group them: by id, without an id by name.
  package static func supplierKey(id: UUIDBytes?, name: String) -> String {
    if let id { return id.description }
    return name.isEmpty ? noSupplier : "name:\(name)"
  }
}
