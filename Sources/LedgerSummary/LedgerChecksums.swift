/// The checksums of the days of a ledger that are over.
///
/// The server computes them, when a summary is written and when it is used: a summary is the ledger
/// as long as they are the same.
public struct LedgerChecksums: Hashable, Sendable {
  /// Of the days whose movements are kept, and of those up to `SummaryFacts.closed`, for each store.
  public var kept: [StoreDay: DayChecksum] = [:]
  /// Of the days before them, for all stores together.
  public var older: [Int32: DayChecksum] = [:]

  /// No movement.
  public init() {}

  /// Lets the days before one be older ones.
  public mutating func age(before day: Int32) {
    for (place, checksum) in kept where place.day < day {
      older[place.day, default: DayChecksum()] += checksum
      kept[place] = nil
    }
  }

  /// How many movements there are on the days of `kept` before one.
  public func movements(before day: Int32) -> Int {
    kept.reduce(0) { $0 + ($1.key.day < day ? $1.value.movements : 0) }
  }
}

extension SummaryOutput {
  mutating func add(_ checksum: DayChecksum) {
    add(UInt64(checksum.movements))
    add(word: checksum.hash)
  }

  mutating func add(_ checksums: LedgerChecksums) throws {
    add(UInt64(checksums.older.count))
    for (day, checksum) in checksums.older.sorted(by: { $0.key < $1.key }) {
      add(signed: Int64(day))
      add(checksum)
      try breathe()
    }
    add(UInt64(checksums.kept.count))
    for (place, checksum) in checksums.kept.sorted(by: { $0.key < $1.key }) {
      add(signed: Int64(place.day))
      add(place.store)
      add(checksum)
      try breathe()
    }
  }
}

extension SummaryInput {
  private mutating func checksum() throws -> DayChecksum {
    DayChecksum(movements: try count(upTo: Int(Int32.max)), hash: try word())
  }

  private mutating func day() throws -> Int32 {
    let day = try signed()
    guard (StoreDay.first...StoreDay.last).contains(day) else {
      throw SummaryDoubt("the summary has an invalid day")
    }
    return Int32(day)
  }

  mutating func checksums() throws -> LedgerChecksums {
    var checksums = LedgerChecksums()
    for _ in 0..<(try count(upTo: Int(Int32.max))) {
      let day = try day()
      checksums.older[day] = try checksum()
    }
    for _ in 0..<(try count(upTo: Int(Int32.max))) {
      let place = StoreDay(day: try day(), store: try id())
      checksums.kept[place] = try checksum()
    }
    return checksums
  }
}

/// What the server says of the movements of a day: how many there are, and the sum of their hashes.
///
/// The sum hangs on every column that a report takes from a movement and on no order, so that a
/// movement that is added, removed, moved or changed makes another one.
public struct DayChecksum: Hashable, Sendable {
  /// How many movements there are.
  public var movements: Int
  /// The sum of their hashes, modulo 2^64.
  public var hash: UInt64

  /// The checksum of a number of movements; by default of none.
  public init(movements: Int = 0, hash: UInt64 = 0) {
    self.movements = movements
    self.hash = hash
  }

  /// The checksum of the movements of both.
  public static func += (left: inout DayChecksum, right: DayChecksum) {
    left.movements += right.movements
    left.hash &+= right.hash
  }
}
