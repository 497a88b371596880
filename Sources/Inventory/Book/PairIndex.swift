/// Numbers product-store pairs from 0 on in the order in which they come.
struct PairIndex: Sendable {
  /// The store's number of each pair.
  private(set) var stores: [Int32] = []
  /// The product's number of each pair.
  private(set) var products: [Int32] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)

  var count: Int { stores.count }

  /// The number of a pair, or nil when it has none.
  func find(store: Int32, product: Int32) -> Int? {
    let entry = slots[slot(of: store, product)]
    return entry < 0 ? nil : Int(entry)
  }

  /// The number of a pair, given now when it has none.
  mutating func insert(store: Int32, product: Int32) -> (number: Int, isNew: Bool) {
    let place = slot(of: store, product)
    if slots[place] >= 0 { return (Int(slots[place]), false) }
    let number = stores.count
    slots[place] = Int32(number)
    stores.append(store)
    products.append(product)
    if stores.count * 2 > slots.count { grow() }
    return (number, true)
  }

  private func slot(of store: Int32, _ product: Int32) -> Int {
    let mask = slots.count - 1
    var place = hash(UInt64(UInt32(bitPattern: store)), UInt64(UInt32(bitPattern: product))) & mask
    while slots[place] >= 0 {
      let entry = Int(slots[place])
      if products[entry] == product, stores[entry] == store { break }
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for number in stores.indices {
      slots[slot(of: stores[number], products[number])] = Int32(number)
    }
  }
}
