package import Values

extension StockBook {
  /// What a product in a store is called; empty texts for what the book does not know.
  package struct Labels: Hashable, Sendable {
    package var store = ""
    package var sku = ""
    package var product = ""
    package var category = ""
    package var unit = ""
    /// Today's cost of one unit, scale 2; nil when the product is not known.
    package var cost: StoredDecimal?
  }

  /// What a product in a store is called, by their ids.
  package func labels(product: UUIDBytes, store: UUIDBytes) -> Labels {
    var labels = Labels()
    if let number = stores.number(of: store) { labels.store = stores.name(number) }
    guard let number = catalogue.number(of: product) else { return labels }
    let found = catalogue.products[Int(number)]
    func text(_ reference: TextReference) -> String {
      catalogue.texts.text(reference).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    labels.sku = text(found.sku)
    labels.product = text(found.name)
    labels.category = catalogue.category(of: found).name
    labels.unit = catalogue.unit(of: found)
    labels.cost = found.costPrice
    return labels
  }
}
