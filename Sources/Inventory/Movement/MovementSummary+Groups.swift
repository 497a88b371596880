import Reports
import Values

extension MovementSummary {
  /// What the lines of a store add up to: money, scale 2, effects signed.
  struct StoreSums: StoreLine {
    let moment: StockMoment
    let store: Int32
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

    mutating func add(_ line: MovementFigures) {
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

    static func declare(_ columns: inout some ColumnSink<Self>) {
      columns.store()
      columns.column("opening_value", .money) { $0.opening }
      columns.column("purchases", .money) { $0.purchases }
      columns.column("sales", .money) { $0.sales }
      columns.column("adjustments", .money) { $0.adjustments }
      columns.column("transfers", .money) { $0.transfers }
      columns.column("other", .money) { $0.other }
      columns.column("rounding", .money) { $0.rounding }
      columns.column("closing_value", .money) { $0.closing }
      columns.column("movements", .integer) { $0.movements }
      columns.column("sales_at_price", .money) { $0.salesAtPrice }
    }
  }

  func forEachStore(_ body: (StoreSums) throws -> Void) rethrows {
    var sums = (0..<Int32(book.stores.count)).map { StoreSums(moment: moment, store: $0) }
    for pair in 0..<book.pairs.count {
      let line = MovementFigures(self, pair: pair)
      if line.isListed { sums[Int(line.view.store)].add(line) }
    }
    for store in book.stores.byName { try body(sums[Int(store)]) }
  }

  /// By store name, type and unit, all by their bytes, then store id.
  func forEachType(_ body: (TypeLine) throws -> Void) rethrows {
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
    for (key, totals) in entries { try body(TypeLine(moment: moment, key: key, totals: totals)) }
  }

  /// By day, store name, type and store id; a day on which nothing moved in a store has one row of
  /// zeros, whose type is empty.
  func forEachDay(_ body: (DayLine) throws -> Void) rethrows {
    let types = book.movementTypes.indices.map { Int32($0) }.sorted { precedes(type: $0, $1) }
    let namesakes = book.stores.byNameTogether
    for offset in 0...period.firstDay.distance(to: period.lastDay) {
      let day = period.firstDay.advanced(by: offset)
      for stores in namesakes {
        for line in lines(on: day, in: stores, of: types) { try body(line) }
      }
    }
  }

  /// What moved in stores of one name: by type, then id, as the stores and types that it is given are.
  private func lines(on day: Day, in stores: [Int32], of types: [Int32]) -> [DayLine] {
    var moved: [DayLine] = []
    for store in stores {
      let found = types.compactMap { type in
        flow.totals(day: day, store: store, type: type).map {
          DayLine(moment: moment, day: day, store: store, type: type, totals: $0)
        }
      }
      moved += found.isEmpty ? [DayLine(moment: moment, day: day, store: store)] : found
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

  private func precedes(type left: Int32, _ right: Int32) -> Bool {
    book.movementTypes[Int(left)].name.utf8.lexicographicallyPrecedes(
      book.movementTypes[Int(right)].name.utf8)
  }
}

/// What moved in a store by one type and in one unit.
struct TypeLine: StoreLine {
  let moment: StockMoment
  let key: PeriodFold.TypeKey
  let totals: PeriodFold.Totals

  var store: Int32 { key.store }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("movement_type", .text) { $0.book.movementTypes[Int($0.key.type)].name }
    columns.column("unit", .text) { $0.book.catalogue.units[Int($0.key.unit)].name }
    columns.column("movements", .integer) { $0.totals.movements }
    columns.column("quantity_in", .quantity) { $0.totals.quantityIn }
    columns.column("quantity_out", .quantity) { $0.totals.quantityOut }
    columns.column("value_in", .money) { $0.totals.valueIn }
    columns.column("value_out", .money) { $0.totals.valueOut }
  }
}

/// What moved in a store on one day by one type; without a type where nothing did.
struct DayLine: StoreLine {
  let moment: StockMoment
  let day: Day
  let store: Int32
  var type: Int32?
  var totals = PeriodFold.Totals()

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("date", .date) { $0.day }
    columns.store()
    columns.column("movement_type", .text) { line in
      line.type.map { line.book.movementTypes[Int($0)].name }
    }
    columns.column("movements", .integer) { $0.totals.movements }
    columns.column("value_in", .money) { $0.totals.valueIn }
    columns.column("value_out", .money) { $0.totals.valueOut }
  }
}
