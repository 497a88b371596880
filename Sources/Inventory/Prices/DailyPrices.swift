public import Columns
public import Values

/// What every product cost and sold for at the end of each business date, as far as that is known.
///
/// `c(D)` is the latest observation at or before the end of D, or else the earliest there is, or else
/// today's: the rule of `PriceMoment` for every date at once. Twenty-odd bytes an observation.
public struct DailyPrices: Sendable {
  /// Prices from one business date on.
  private struct Entry: BitwiseCopyable, Sendable {
    /// The first date at whose end they are known.
    var from: Int32
    var prices: UnitPrices
  }

  /// Where the entries of a product lie.
  private struct Place: BitwiseCopyable, Sendable {
    var start: Int32
    var count: Int32
  }

  private let calendar: BusinessCalendar
  private let snapshot: Instant
  /// The first date at whose end an observation after the snapshot is known.
  private let afterSnapshot: Int32
  private let today: [UnitPrices]
  private var places: SparseColumn<Place>
  private var entries: SpillableColumn<Entry>
  private var current = -1

  /// Today's prices of a catalogue, with no observation yet.
  ///
  /// The date of the snapshot is not over at it: what is observed later does not count for that date.
  public init(
    _ catalogue: Catalogue, calendar: BusinessCalendar, snapshot: Instant = .distantFuture,
    memory: MemoryBudget = .unlimited
  ) {
    self.calendar = calendar
    self.snapshot = snapshot
    afterSnapshot = calendar.day(of: snapshot).advanced(by: 1).daysSinceEpoch
    today = catalogue.products.map(\.todaysPrices)
    places = SparseColumn(Place(start: 0, count: 0), memory: memory)
    entries = SpillableColumn(memory: memory)
  }

  /// Takes the next observation of a product, by its number: its prices from an instant on.
  ///
  /// The observations of one product come one after another and in order of time.
  public mutating func take(_ number: Int, from start: Instant, _ prices: UnitPrices) {
    // Known at the end of a date when it is at or before that end.
    var from = calendar.day(of: Instant(microseconds: start.microseconds &- 1)).daysSinceEpoch
    if start > snapshot { from = max(from, afterSnapshot) }
    if number != current {
      precondition(!places.holds(number), "the observations of a product come together")
      places[number] = Place(start: Int32(entries.count), count: 0)
      current = number
    }
    // Also several of one date: before them, the first is the earliest that is known.
    entries.append(Entry(from: from, prices: prices))
    places[number].count += 1
  }

  /// What a unit of a product cost and sold for at the end of a date, and whether that was recorded by
  /// then.
  func known(_ number: Int, on day: Int32) -> (prices: UnitPrices, isRecorded: Bool) {
    let place = places[number]
    guard place.count > 0 else { return (today[number], false) }
    // The last entry that is not later, or else the first.
    var number = place.start
    var end = place.start + place.count
    while end - number > 1 {
      let middle = number + (end - number) / 2
      if entries[Int(middle)].from <= day { number = middle } else { end = middle }
    }
    let entry = entries[Int(number)]
    return (entry.prices, entry.from <= day)
  }

  /// What a unit of a product cost at the end of a date.
  func cost(_ number: Int, on day: Int32) -> StoredDecimal { known(number, on: day).prices.cost }

  /// A digest of what a product cost at the end of every date up to one: the same for the same costs,
  /// however they are recorded.
  func costDigest(_ number: Int, upTo day: Int32) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) {
      digest = (digest ^ word) &* 0x9E37_79B9_7F4A_7C15
      digest ^= digest &>> 29
    }
    let place = places[number]
    guard place.count > 0 else {
      add(today[number].cost.bits)
      return digest
    }
    var latest = entries[Int(place.start)].prices.cost
    add(latest.bits)
    for index in place.start..<place.start + place.count {
      let entry = entries[Int(index)]
      guard entry.from <= day else { break }
      // Of several of one date only the last counts.
      let isLast =
        index + 1 == place.start + place.count || entries[Int(index) + 1].from > entry.from
      guard isLast, entry.prices.cost != latest else { continue }
      latest = entry.prices.cost
      add(UInt64(UInt32(bitPattern: entry.from)))
      add(latest.bits)
    }
    return digest
  }

  /// Whether every date up to one has a usable cost and price of a product.
  func areNumbers(_ number: Int, until day: Int32) -> Bool {
    let place = places[number]
    guard place.count > 0 else { return today[number].areNumbers }
    return (place.start..<place.start + place.count).allSatisfy { number in
      let entry = entries[Int(number)]
      return entry.prices.areNumbers || (entry.from > day && number > place.start)
    }
  }
}

extension UnitPrices {
  fileprivate var areNumbers: Bool { !cost.isNotANumber && !sell.isNotANumber }
}
