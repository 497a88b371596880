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
    for store in book.stores.byID {
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

  /// By store id, then type and unit by their bytes.
  func emitByType(to sink: (RowBuffer) throws -> Void) throws {
    let entries = flow.typeTotals.sorted { left, right in
      let (a, b) = (left.key, right.key)
      if a.store != b.store { return book.stores.id(a.store) < book.stores.id(b.store) }
      if a.type != b.type { return precedes(type: a.type, b.type) }
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

  /// By day, store id and type; a day on which nothing moved in a store has one row of zeros.
  func emitByDay(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    let types = book.movementTypes.indices.map { Int32($0) }.sorted { precedes(type: $0, $1) }
    let stores = book.stores.byID
    for offset in 0...period.firstDay.distance(to: period.lastDay) {
      let day = period.firstDay.advanced(by: offset)
      for store in stores {
        var moved = false
        for type in types {
          guard let totals = flow.totals(day: day, store: store, type: type) else { continue }
          moved = true
          append(totals, day: day, store: store, type: type, to: &row)
          try sink(row)
        }
        guard !moved else { continue }
        append(PeriodFold.Totals(), day: day, store: store, type: nil, to: &row)
        try sink(row)
      }
    }
  }

  private func append(
    _ totals: PeriodFold.Totals, day: Day, store: Int32, type: Int32?, to row: inout RowBuffer
  ) {
    row.removeAll()
    row.append(.date(day))
    row.append(store: store, of: book)
    if let type { row.append(text: book.movementTypes[Int(type)].name) } else { row.append(.null) }
    row.append(number: Int64(totals.movements))
    row.append(number: totals.valueIn)
    row.append(number: totals.valueOut)
  }

  private func precedes(type left: Int32, _ right: Int32) -> Bool {
    book.movementTypes[Int(left)].name.utf8.lexicographicallyPrecedes(
      book.movementTypes[Int(right)].name.utf8)
  }
}
