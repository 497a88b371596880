import Reports

extension MovementSummary {
  /// What the lines of a store add up to: money, scale 2, effects signed.
  private struct StoreSums {
    var opening: Int128 = 0
    var purchases: Int128 = 0
    var sales: Int128 = 0
    var adjustments: Int128 = 0
    var transfers: Int128 = 0
    var other: Int128 = 0
    var closing: Int128 = 0
    var movements = 0
    var salesAtPrice: Int128 = 0

    var rounding: Int128 {
      closing - opening - purchases - sales - adjustments - transfers - other
    }

    mutating func add(_ line: MovementLine) {
      opening += line.value(line.opening) ?? 0
      purchases += line.value(line.flows.purchased) ?? 0
      sales += line.value(line.flows.sold) ?? 0
      adjustments += line.value(line.flows.adjusted) ?? 0
      transfers += line.value(line.flows.transferred) ?? 0
      other += line.value(line.flows.other) ?? 0
      closing += line.value(line.closing) ?? 0
      movements += line.flows.movements
      salesAtPrice += line.salesAtPrice ?? 0
    }
  }

  func emitByStore(to sink: (RowBuffer) throws -> Void) throws {
    var sums = Array(repeating: StoreSums(), count: book.stores.count)
    for pair in 0..<book.pairs.count {
      let line = MovementLine(self, pair: pair)
      if line.isListed { sums[Int(line.view.store)].add(line) }
    }
    var row = RowBuffer()
    for store in book.stores.byName {
      let sums = sums[Int(store)]
      row.removeAll()
      row.append(store: store, of: book)
      for figure in [
        sums.opening, sums.purchases, sums.sales, sums.adjustments, sums.transfers, sums.other,
        sums.rounding, sums.closing, Int128(sums.movements), sums.salesAtPrice,
      ] {
        row.append(number: figure)
      }
      try sink(row)
    }
  }

  /// By store name, type and unit, all by their bytes, then store id.
  func emitByType(to sink: (RowBuffer) throws -> Void) throws {
    let storeByName = book.stores.placesByName
    let entries = flow.typeTotals.sorted { left, right in
      let (a, b) = (left.key, right.key)
      let places = (storeByName[Int(a.store)], storeByName[Int(b.store)])
      if places.0 != places.1 { return places.0 < places.1 }
      if a.type != b.type { return precedes(type: a.type, b.type) }
      guard a.unit != b.unit else { return book.stores.id(a.store) < book.stores.id(b.store) }
      return book.catalogue.units[Int(a.unit)].name.utf8.lexicographicallyPrecedes(
        book.catalogue.units[Int(b.unit)].name.utf8)
    }
    var row = RowBuffer()
    for (key, totals) in entries {
      row.removeAll()
      row.append(store: key.store, of: book)
      row.append(text: book.movementTypes[Int(key.type)].name)
      row.append(text: book.catalogue.units[Int(key.unit)].name)
      row.append(number: Int64(totals.movements))
      row.append(number: totals.quantityIn)
      row.append(number: totals.quantityOut)
      row.append(number: totals.valueIn)
      row.append(number: totals.valueOut)
      try sink(row)
    }
  }

  /// By day, store name, type and store id; a day on which nothing moved in a store has one row of
  /// zeros, whose type is empty.
  func emitByDay(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    let types = book.movementTypes.indices.map { Int32($0) }.sorted { precedes(type: $0, $1) }
    let namesakes = book.stores.byNameTogether
    for offset in 0...period.firstDay.distance(to: period.lastDay) {
      let day = period.firstDay.advanced(by: offset)
      for stores in namesakes {
        for moved in movedTypes(on: day, in: stores, of: types) {
          append(moved, day: day, to: &row)
          try sink(row)
        }
      }
    }
  }

  /// What moved of one type in a store on a day; of no type where nothing did.
  private struct Moved {
    var store: Int32
    var type: Int32?
    var totals = PeriodFold.Totals()
  }

  /// What moved in stores of one name: by type, then id, as the stores and types that it is given are.
  private func movedTypes(on day: Day, in stores: [Int32], of types: [Int32]) -> [Moved] {
    var moved: [Moved] = []
    for store in stores {
      let found = types.compactMap { type in
        flow.totals(day: day, store: store, type: type).map {
          Moved(store: store, type: type, totals: $0)
        }
      }
      moved += found.isEmpty ? [Moved(store: store)] : found
    }
    func name(_ type: Int32?) -> String { type.map { book.movementTypes[Int($0)].name } ?? "" }
    guard stores.count > 1 else { return moved }
    return moved.sorted { left, right in
      let (a, b) = (name(left.type), name(right.type))
      return a.utf8.elementsEqual(b.utf8)
        ? book.stores.id(left.store) < book.stores.id(right.store)
        : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  private func append(_ moved: Moved, day: Day, to row: inout RowBuffer) {
    row.removeAll()
    row.append(.date(day))
    row.append(store: moved.store, of: book)
    if let type = moved.type {
      row.append(text: book.movementTypes[Int(type)].name)
    } else {
      row.append(.null)
    }
    row.append(number: Int64(moved.totals.movements))
    row.append(number: moved.totals.valueIn)
    row.append(number: moved.totals.valueOut)
  }

  private func precedes(type left: Int32, _ right: Int32) -> Bool {
    book.movementTypes[Int(left)].name.utf8.lexicographicallyPrecedes(
      book.movementTypes[Int(right)].name.utf8)
  }
}
