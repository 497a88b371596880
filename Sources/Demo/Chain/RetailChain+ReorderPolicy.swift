extension RetailChain {
  /// A reorder policy that fits this chain, as the text of `reorder-policy.yml`.
  ///
  /// It names suppliers' lead times, pack sizes, and the orders that are under way for the pairs
  /// whose deliveries have stopped. The same chain gives the same text.
  package func reorderPolicyYAML() -> String {
    checkSize()
    let catalog = Catalog(self)
    var assortment = Assortment(self, catalog)
    let plan = DefectPlan(self, catalog, &assortment.pairs)
    let pairs = assortment.pairs
    return """
      # Reorder policy of the demo chain: what the inventory database does not know.
      # Later scopes win: defaults, category, supplier, sku.
      defaults:
        lead_time_days: 4
        lead_time_std_days: 1
        review_days: 7
        service_level: 0.95
        rule: auto

      overrides:
        category:
      \(Self.packLines())
        supplier:
      \(Self.supplierLines(catalog))
        sku:
      \(Self.articleLines(catalog))
      # Ordered and not yet delivered.
      on_order:
      \(orderLines(catalog, pairs, plan.awaitingDelivery))
      """
  }

  private static func packLines() -> String {
    // Families whose outer boxes hold a dozen, or two.
    [("เครื่องปรุง / Sauces & seasonings", 12), ("ขนมขบเคี้ยว / Snacks", 12)].map {
      """
          \(quoted($0.0)):
            pack_size: \($0.1)

      """
    }.joined()
  }

  private static func supplierLines(_ catalog: Catalog) -> String {
    catalog.suppliers.map {
      """
          \(quoted($0.name)):
            lead_time_days: \($0.leadDays)

      """
    }.joined()
  }

  /// Three articles with terms of their own: the first sound ones that fit.
  private static func articleLines(_ catalog: Catalog) -> String {
    let sound = catalog.products.indices.filter {
      catalog.clean[$0] && catalog.products[$0].popularity > 100_000
        && catalog.products[$0].unit != .kilogram
    }
    let terms = [
      ["pack_size: 24", "min_order_quantity: 48"], ["service_level: 0.99"], ["rule: min_max"],
    ]
    return zip(sound, terms).map { product, lines in
      "    \(quoted(catalog.products[product].sku)):\n"
        + lines.map { "      \($0)\n" }.joined()
    }.joined()
  }

  private func orderLines(_ catalog: Catalog, _ pairs: [Pair], _ awaited: [Int]) -> String {
    awaited.enumerated().map { index, position in
      let pair = pairs[position]
      let product = catalog.products[pair.product]
      // A line names its product by SKU or by id; both are shown.
      let article =
        index == 1 ? "product_id: \(product.id)" : "sku: \(Self.quoted(product.sku))"
      let packs = (pair.orderUpTo + product.pack - 1) / product.pack
      return """
          - \(article)
            store: \(Self.quoted(catalog.stores[pair.store].name))
            quantity: \(packs * product.pack / Thousandths.unit)
            expected: \(Bangkok.date(today + 1 + index))
        """
    }.joined(separator: "\n") + "\n"
  }

  /// A double-quoted YAML scalar.
  private static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }
}
