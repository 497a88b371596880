import Values

/// One product of the catalogue.
struct Product {
  let rowID: UUIDBytes
  let id: UUIDBytes
  var name: String
  var sku: String
  var barcode: String?
  /// Position of its family: decides demand, whatever the published category says.
  let family: Int
  var categoryID: UUIDBytes?
  var categoryName: String?
  /// Position of the supplier it comes from, or nil when the catalogue names none.
  var supplier: Int?
  /// In satang; ``Thousandths/notANumber`` for `NaN`.
  var cost: Int
  /// In satang.
  var price: Int
  let unit: Unit
  /// What a delivery comes in, in thousandths.
  let pack: Int
  let description: String?
  var isActive = true
  /// Demand against the other products of its family.
  let popularity: Int
  /// The last day of the chain's history on which customers bought it.
  var lastSaleDay = Int.max
  let created: Int
  let updated: Int
}
