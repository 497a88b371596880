import Values

extension Catalog {
  static func makeProducts(
    _ chain: RetailChain, _ categories: [UUIDBytes], _ suppliers: [Supplier],
    _ random: inout RandomSource
  ) -> [Product] {
    let families = Family.all
    let perFamily = (chain.products + families.count - 1) / families.count
    var ranks = families.map { _ in Array(0..<perFamily) }
    for family in families.indices { random.shuffle(&ranks[family]) }
    return (0..<chain.products).map { position in
      let family = position % families.count
      let place = position / families.count
      return makeProduct(
        position, family, place, rank: ranks[family][place], chain, categories, suppliers, &random)
    }
  }

  private static func makeProduct(
    _ position: Int, _ familyPosition: Int, _ place: Int, rank: Int, _ chain: RetailChain,
    _ categories: [UUIDBytes], _ suppliers: [Supplier], _ random: inout RandomSource
  ) -> Product {
    let family = Family.all[familyPosition]
    let (name, form) = family.productName(place)
    let base = random.between(family.price.lowerBound, family.price.upperBound)
    let price = roundedPrice(base * form.price / 1_000, &random)
    // A category's goods come from three suppliers, which also serve its neighbours.
    let supplier = (familyPosition * 2 + random.below(3)) % suppliers.count
    let age = Bangkok.day * random.between(1, 900)
    return Product(
      rowID: UUIDBytes(from: &random), id: UUIDBytes(from: &random), name: name,
      sku: sku(family, position), barcode: barcode(position, form.unit, &random),
      family: familyPosition,
      categoryID: categories[familyPosition], categoryName: family.name, supplier: supplier,
      cost: price * random.between(600, 750) / 1_000, price: price, unit: form.unit,
      pack: form.pack * Thousandths.unit,
      description: random.chance(perMille: 150) ? "สินค้าแนะนำ\n\(family.name)" : nil,
      popularity: 1_000_000 / (rank + 3),
      created: chain.startInstant - age,
      updated: chain.now - random.below(chain.days * 86_400) * Bangkok.second
        - random.between(1, Bangkok.second))
  }

  /// A price as shops write them: up to 100 baht in steps of 0.25, above it in whole baht.
  private static func roundedPrice(_ satang: Int, _ random: inout RandomSource) -> Int {
    guard satang >= 10_000 else { return max(100, satang / 25 * 25) }
    return satang / 1_000 * 1_000 + (random.chance(perMille: 500) ? 900 : 500)
  }

  private static func sku(_ family: Family, _ position: Int) -> String {
    var digits: [UInt8] = []
    digits.append(digits: position + 1, width: family.prefix.isEmpty ? 6 : 5)
    let number = String(decoding: digits, as: UTF8.self)
    return family.prefix.isEmpty ? number : "\(family.prefix)-\(number)"
  }

  /// An EAN-13 with its check digit: Thai, in-store for goods by weight, or with leading zeros.
  private static func barcode(
    _ position: Int, _ unit: Unit, _ random: inout RandomSource
  ) -> String? {
    let lot = random.below(100)
    guard lot >= 4 else { return nil }
    let maker = unit == .kilogram ? 21 * 10 : lot < 10 ? 7 : 885
    var digits: [UInt8] = []
    digits.append(digits: maker, width: 3)
    digits.append(digits: 1_000 + random.below(90) * 7, width: 4)
    digits.append(digits: position + 1, width: 5)
    digits = Array(digits.prefix(12))
    var sum = 0
    for (place, digit) in digits.enumerated() {
      sum += Int(digit - 0x30) * (place % 2 == 0 ? 1 : 3)
    }
    digits.append(0x30 + UInt8((10 - sum % 10) % 10))
    return String(decoding: digits, as: UTF8.self)
  }
}
