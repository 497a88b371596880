public import Inventory
public import Values

/// What a summary carries on of the age of the stock: the state of every pair at the end of a date.
public struct SummaryAges {
  /// The identifier of the zone whose business dates it goes by.
  public let zone: String
  /// The date.
  public let day: Day
  private var input: SummaryInput
  private let pairs: Int
  private var isAtStates = false

  init(_ input: SummaryInput, pairs: Int) throws {
    self.input = input
    self.pairs = pairs
    zone = String(decoding: try self.input.text(), as: UTF8.self)
    guard let day = Int32(exactly: try self.input.signed()), Day(daysSinceEpoch: day).isDated
    else { throw SummaryDoubt("the summary has an invalid day") }
    self.day = Day(daysSinceEpoch: day)
  }

  /// The last business date that is over at an instant, or the one before it.
  public static func day(before instant: Instant, in calendar: BusinessCalendar) -> Day {
    calendar.day(of: Instant(microseconds: instant.microseconds - 1))
  }

  /// The first instant after the date.
  public func end(in calendar: BusinessCalendar) -> Instant {
    calendar.start(of: day.advanced(by: 1))
  }

  /// The products whose costs up to the date are not those that a finished or begun book knows.
  public mutating func changedCosts(_ book: StockBook) throws -> Set<UUIDBytes> {
    var known: [UUIDBytes: UInt64] = [:]
    book.forEachCostDigest(upTo: day) { known[$0] = $1 }
    var changed: Set<UUIDBytes> = []
    for _ in 0..<(try input.count(upTo: Int(Int32.max))) {
      let product = try input.id()
      let digest = try input.word()
      if let now = known[product], now != digest { changed.insert(product) }
    }
    isAtStates = true
    return changed
  }

  /// Gives the states of the pairs by their numbers in the summary, as far as they have any; after
  /// `changedCosts`.
  public mutating func forEachState(_ body: (Int, AgeingState) throws -> Void) throws {
    precondition(isAtStates, "the digests of the costs stand before the states")
    var bytes: [UInt8] = []
    for number in 0..<pairs {
      try input.take(into: &bytes)
      guard !bytes.isEmpty else { continue }
      var place = 0
      let state: AgeingState
      do {
        state = try AgeingState(reading: bytes, at: &place)
      } catch {
        throw SummaryDoubt("\(error)")
      }
      try body(number, state)
    }
  }
}

extension SummaryOutput {
  /// Writes what a finished book carries on.
  mutating func add(_ ages: AgeingCarry, of book: StockBook) throws {
    add(text: Array(book.plan.calendar.timeZoneName.utf8))
    add(signed: Int64(ages.day.daysSinceEpoch))
    add(UInt64(book.catalogue.products.count))
    try book.forEachCostDigest(upTo: ages.day) { product, digest in
      add(product)
      add(word: digest)
      try breathe()
    }
    var bytes: [UInt8] = []
    for pair in 0..<book.pairCount {
      bytes.removeAll(keepingCapacity: true)
      let state = ages.state(of: pair)
      if !state.isEmpty { state.append(to: &bytes) }
      add(text: bytes)
      try breathe()
    }
  }
}
