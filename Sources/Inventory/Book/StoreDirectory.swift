import Values

/// The stores, each with the name of its newest level row.
struct StoreDirectory: Sendable {
  private var index = UUIDIndex()
  private var names: [Name] = []

  private struct Name {
    var text = ""
    var updated = Instant.distantPast
    var product: UUIDBytes?
  }

  var count: Int { names.count }

  /// The number of a store, given now when it has none.
  mutating func insert(_ id: UUIDBytes) -> Int32 {
    let (number, isNew) = index.insert(id)
    if isNew { names.append(Name()) }
    return number
  }

  /// Takes the name of a level row if the row is the newest so far, then of the smallest product.
  ///
  /// `name` is asked for only when it is taken, so that a million rows make a few Strings.
  mutating func offer(
    name: Span<UInt8>, of store: Int32, updated: Instant, product: UUIDBytes
  ) {
    let known = names[Int(store)]
    if let holder = known.product {
      guard (updated, holder) > (known.updated, product) else { return }
    }
    names[Int(store)].updated = updated
    names[Int(store)].product = product
    guard !name.equals(known.text) else { return }
    names[Int(store)].text = name.string
  }

  func id(_ store: Int32) -> UUIDBytes { index.keys[Int(store)] }
  func number(of id: UUIDBytes) -> Int32? { index.find(id) }
  func name(_ store: Int32) -> String { names[Int(store)].text }

  /// The stores by id.
  var byID: [Int32] {
    (0..<Int32(count)).sorted { id($0) < id($1) }
  }

  /// The stores by name, then id.
  var byName: [Int32] {
    (0..<Int32(count)).sorted { left, right in
      let (leftName, rightName) = (name(left), name(right))
      return leftName.utf8.elementsEqual(rightName.utf8)
        ? id(left) < id(right) : leftName.utf8.lexicographicallyPrecedes(rightName.utf8)
    }
  }

  /// The stores by name, those of one name together and by id.
  var byNameTogether: [[Int32]] {
    var groups: [[Int32]] = []
    for store in byName {
      if let other = groups.last?.first, name(other).utf8.elementsEqual(name(store).utf8) {
        groups[groups.count - 1].append(store)
      } else {
        groups.append([store])
      }
    }
    return groups
  }

  /// The place of each store's name among the names; stores of one name share it.
  var placesByName: [Int32] {
    var places = Array(repeating: Int32(0), count: count)
    for (place, stores) in byNameTogether.enumerated() {
      for store in stores { places[Int(store)] = Int32(place) }
    }
    return places
  }
}
