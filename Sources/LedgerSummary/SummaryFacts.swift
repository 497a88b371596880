public import Files
public import Values

/// What a summary says of itself.
public struct SummaryFacts: Hashable, Sendable {
  /// The server's system identifier, by which a cluster and all its standbys are known.
  public var system: UInt64 = 0
  /// The timeline of its log: another one after a promotion or a restore to a point in time.
  public var timeline: UInt64 = 0
  /// The database's oid.
  public var database: UInt64 = 0
  /// The oid of `stock_movements`.
  public var table: UInt64 = 0
  /// From when on the movements themselves are kept; before it only the latest of each pair.
  public var from = Instant.distantPast
  /// The first instant of which no movement is kept.
  public var to = Instant.distantPast
  /// The end of the last day that was over when the summary was written.
  public var closed = Instant.distantPast
  /// The oldest movement of the ledger when the summary was written.
  public var oldest = Instant.distantPast
  /// A position of the log that the summary's snapshot did not see beyond.
  public var position: UInt64 = 0
  /// How many times some of the days before `from` were looked at again, since the ledger was read as
  /// a whole.
  public var turns: UInt64 = 0
  /// When the age of the stock was last asked for; `distantPast` when it is not carried on.
  public var agedAt = Instant.distantPast

  /// Facts to be filled in.
  public init() {}

  /// How far back from the last closed day movements are kept: the demand window of 90 business
  /// days, in any zone, and some days for reports that are made late.
  public static let keptDays: Int64 = 100

  /// How long the age of the stock is carried on after it was last asked for: a year and a month.
  public static let agedDays: Int64 = 396
}

/// Where the parts of a file lie, and what they hold.
struct SummaryLayout: Hashable {
  var facts = SummaryFacts()
  /// How many pairs there were at `facts.from`.
  var balances: UInt64 = 0
  var rows: UInt64 = 0
  var pairs: UInt64 = 0
  var rowsAt: UInt64 = 0
  var pairsAt: UInt64 = 0
  var checksumsAt: UInt64 = 0
  /// 0 when the age of the stock is not carried on.
  var agesAt: UInt64 = 0

  static let size = 18 * 8

  var words: [UInt64] {
    [
      facts.system, facts.timeline, facts.database, facts.table, Self.word(facts.from),
      Self.word(facts.to), Self.word(facts.closed), Self.word(facts.oldest), facts.position,
      balances, rows, pairs, rowsAt, pairsAt, checksumsAt, facts.turns,
      agesAt, Self.word(facts.agedAt),
    ]
  }

  init() {}

  init(words: [UInt64]) {
    facts.system = words[0]
    facts.timeline = words[1]
    facts.database = words[2]
    facts.table = words[3]
    facts.from = Self.instant(words[4])
    facts.to = Self.instant(words[5])
    facts.closed = Self.instant(words[6])
    facts.oldest = Self.instant(words[7])
    facts.position = words[8]
    balances = words[9]
    rows = words[10]
    pairs = words[11]
    rowsAt = words[12]
    pairsAt = words[13]
    checksumsAt = words[14]
    facts.turns = words[15]
    agesAt = words[16]
    facts.agedAt = Self.instant(words[17])
  }

  private static func word(_ instant: Instant) -> UInt64 {
    UInt64(bitPattern: instant.microseconds)
  }

  private static func instant(_ word: UInt64) -> Instant {
    Instant(microseconds: Int64(bitPattern: word))
  }
}

/// Why a summary of the ledger is not trusted, and is made anew.
public struct SummaryDoubt: FileFailure, Hashable, CustomStringConvertible {
  /// The reason, such as `the file is cut short`.
  public var description: String

  /// A doubt.
  public init(_ description: String) {
    self.description = description
  }

  /// A call of the system failed on the file.
  public init(_ number: Int32, action: String, path: String) {
    self.init("cannot \(action) \(path): \(SystemError.reason(of: number))")
  }
}
