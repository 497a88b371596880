/// What is wrong with single products.
extension Catalog {
  mutating func plantDefects(_ chain: RetailChain, _ random: inout RandomSource) {
    plantGaps(&random)
    for (product, name) in zip(take(AwkwardNames.all.count, for: .awkwardName), AwkwardNames.all) {
      products[product].name = name
    }
    for product in take(3, for: .longName) {
      products[product].name += " " + AwkwardNames.tail
    }
    for product in take(6, for: .costAbovePrice) {
      products[product].cost = products[product].price * random.between(1_020, 1_350) / 1_000 + 1
    }
    for product in take(1, for: .zeroPrice) { products[product].price = 0 }
    for product in take(max(6, chain.products / 25), for: .deadStock) {
      products[product].lastSaleDay = chain.days - 96 - random.below(chain.days - 110)
    }
    plantDuplicates()
    // Pair counts of the next two are taken when the stock of the last complete day is known.
    for product in take(4, for: .missingCost) { products[product].cost = 0 }
    for product in take(5, for: .inactiveWithStock) {
      products[product].isActive = false
      products[product].lastSaleDay = chain.days - 40
    }
    for product in take(1, for: .notANumber) { products[product].cost = Thousandths.notANumber }
  }

  private mutating func plantDuplicates() {
    let twins = take(6, for: .duplicateSKU)
    for pair in stride(from: 0, to: twins.count, by: 2) {
      products[twins[pair]].sku = products[twins[pair + 1]].sku
    }
    let copies = take(8, for: .duplicateBarcode)
    for pair in stride(from: 0, to: copies.count, by: 2) {
      let barcode = products[copies[pair]].barcode ?? "0012345678905"
      products[copies[pair]].barcode = barcode
      products[copies[pair + 1]].barcode = barcode
    }
  }

  /// Fields that the schema lets be empty.
  private mutating func plantGaps(_ random: inout RandomSource) {
    for product in products.indices {
      let lot = random.below(1_000)
      if lot < 10 { products[product].categoryID = nil }
      if lot >= 10 && lot < 20 {
        products[product].categoryID = nil
        products[product].categoryName = nil
      }
      if lot >= 20 && lot < 45 { products[product].supplier = nil }
    }
  }
}
