import Columns
import Values

/// What moved in one period, for each pair, each type and each day: sums only, never rows.
struct PeriodFold: Sendable {
  let start: Instant
  let end: Instant

  /// What a pair's movements in the period add up to, scale 3.
  struct Flows: Sendable {
    /// The net of the PURCHASE movements.
    var purchased = StoredDecimal.zero
    /// The net of the SALE movements, negative when more was sold than returned.
    var sold = StoredDecimal.zero
    /// The positive ADJUSTMENT movements.
    var adjustedUp = StoredDecimal.zero
    /// The negative ADJUSTMENT movements, as a positive quantity.
    var adjustedDown = StoredDecimal.zero
    /// The positive TRANSFER movements.
    var transferredIn = StoredDecimal.zero
    /// The negative TRANSFER movements, as a positive quantity.
    var transferredOut = StoredDecimal.zero
    /// The net of all other types.
    var other = StoredDecimal.zero
    /// How many movements there were.
    var movements = 0

    var adjusted: StoredDecimal { adjustedUp - adjustedDown }
    var transferred: StoredDecimal { transferredIn - transferredOut }
    /// The sum of all movements.
    var net: StoredDecimal { purchased + sold + adjusted + transferred + other }
  }

  /// What the movements of one type, unit or day add up to; values are at closing cost, scale 2.
  struct Totals: Sendable {
    var movements = 0
    var quantityIn: Int128 = 0
    var quantityOut: Int128 = 0
    var valueIn: Int128 = 0
    var valueOut: Int128 = 0
  }

  struct TypeKey: Sendable {
    var store: Int32
    var type: Int32
    var unit: Int32
  }

  /// The gaps of one pair.
  struct PairGaps: Sendable {
    var count: Int
    var first: UUIDBytes
  }

  private(set) var flows: SparseColumn<Flows>
  private(set) var gaps: [Int32: PairGaps] = [:]
  private var days: DayCursor
  /// The numbers of each store's types, and of each of these with a unit.
  private var types: PairIndex
  private var units: PairIndex
  /// By the number of a type in a unit.
  private var byType: [Totals] = []
  /// By the number of a type, then by day.
  private var byDay: SparseColumn<Totals>

  /// `days` are the starts of the period's days and, last, the end of the last.
  init(start: Instant, end: Instant, days: DayCursor, memory: MemoryBudget) {
    flows = SparseColumn(Flows(), memory: memory)
    types = PairIndex(memory: memory)
    units = PairIndex(memory: memory)
    byDay = SparseColumn(Totals(), memory: memory)
    self.start = start
    self.end = end
    self.days = days
  }

  /// Counts a movement of the period.
  mutating func count(
    _ movement: PlacedMovement, at instant: Instant, store: Int32, unit: Int32, cost: StoredDecimal
  ) {
    let quantity = movement.quantity
    let isIn = (quantity.value ?? 0) > 0
    Self.add(quantity, kind: movement.kind, isIn: isIn, to: &flows[Int(movement.pair)])
    let value = (isIn ? quantity : -quantity).value(at: cost)
    let type = types.insert(store: store, product: movement.type).number
    let inUnit = units.insert(store: Int32(type), product: unit)
    if inUnit.isNew { byType.append(Totals()) }
    Self.add(quantity, value: value, isIn: isIn, to: &byType[inUnit.number])
    let day = days.index(of: instant)
    Self.add(quantity, value: value, isIn: isIn, to: &byDay[type * days.count + day])
  }

  /// What moved of each store, type and unit of which anything moved.
  var typeTotals: [(key: TypeKey, totals: Totals)] {
    byType.indices.map { number in
      let type = Int(units.stores[number])
      let key = TypeKey(
        store: types.stores[type], type: types.products[type], unit: units.products[number])
      return (key, byType[number])
    }
  }

  /// What moved of one type in a store on a day of the period; nil when nothing did.
  func totals(day: Day, store: Int32, type: Int32) -> Totals? {
    guard let number = types.find(store: store, product: type) else { return nil }
    let place = number * days.count + days.first.distance(to: day)
    return byDay.holds(place) ? byDay[place] : nil
  }

  /// Counts a gap of the period.
  mutating func count(_ gap: LedgerGap) {
    gaps[gap.pair, default: PairGaps(count: 0, first: gap.movement)].count += 1
  }

  private static func add(
    _ quantity: StoredDecimal, kind: MovementKind, isIn: Bool, to flows: inout Flows
  ) {
    flows.movements += 1
    // What is not a number went either way: neither figure is known.
    let (up, down) = (isIn || quantity.isNotANumber, !isIn || quantity.isNotANumber)
    switch kind {
    case .sale: flows.sold += quantity
    case .purchase: flows.purchased += quantity
    case .adjustment:
      if up { flows.adjustedUp += quantity }
      if down { flows.adjustedDown += -quantity }
    case .transfer:
      if up { flows.transferredIn += quantity }
      if down { flows.transferredOut += -quantity }
    case .other: flows.other += quantity
    }
  }

  private static func add(
    _ quantity: StoredDecimal, value: Int128?, isIn: Bool, to totals: inout Totals
  ) {
    totals.movements += 1
    guard let quantity = quantity.value else { return }
    if isIn {
      totals.quantityIn += Int128(quantity)
      totals.valueIn += value ?? 0
    } else {
      totals.quantityOut -= Int128(quantity)
      totals.valueOut += value ?? 0
    }
  }
}
