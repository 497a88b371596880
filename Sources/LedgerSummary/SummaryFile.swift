public import Columns
import Crypto
import Foundation
public import Inventory
public import Values

/// A summary that is whole, opened to be read; it stays readable when another takes its place.
public struct SummaryFile {
  /// What it says of itself.
  public let facts: SummaryFacts
  /// The stores by their numbers in the summary.
  public let stores: [UUIDBytes]
  /// The types of movements by their numbers in the summary.
  public let types: [[UInt8]]
  /// How many pairs it has.
  public var pairCount: Int { Int(layout.pairs) }

  private let file: FileHandle
  private let layout: SummaryLayout
  private let pairsInput: SummaryInput

  /// Opens and checks the summary of a folder; nil when there is none.
  ///
  /// Throws `SummaryDoubt` for a file that is not whole or not of this program's format.
  public init?(in folder: SummaryFolder) throws {
    guard FileManager.default.fileExists(atPath: folder.file) else { return nil }
    guard let file = FileHandle(forReadingAtPath: folder.file) else {
      throw SummaryDoubt("the file cannot be opened")
    }
    self.file = file
    layout = try Self.layout(of: file)
    facts = layout.facts
    var input = SummaryInput(file, at: layout.pairsAt)
    var stores: [UUIDBytes] = []
    for _ in 0..<(try input.count(upTo: Int(Int32.max))) { stores.append(try input.id()) }
    var types: [[UInt8]] = []
    for _ in 0..<(try input.count(upTo: Int(Int32.max))) {
      types.append(try input.text())
    }
    self.stores = stores
    self.types = types
    pairsInput = input
  }

  /// Whether the age of the stock is carried on by the summary of a folder, if that is right.
  public static func hasAges(in folder: SummaryFolder) -> Bool {
    guard let file = FileHandle(forReadingAtPath: folder.file),
      let heading = try? file.read(upToCount: SummaryOutput.heading.count),
      heading.elementsEqual(SummaryOutput.heading), let size = try? file.seekToEnd(),
      let layout = try? Self.layout(of: file, size: size)
    else { return false }
    return layout.agesAt > 0
  }

  /// Whether the age of the stock is carried on.
  public var hasAges: Bool { layout.agesAt > 0 }

  /// What is carried on of the age of the stock; nil when nothing is.
  public func ages() throws -> SummaryAges? {
    guard hasAges else { return nil }
    return try SummaryAges(SummaryInput(file, at: layout.agesAt), pairs: pairCount)
  }

  /// The last words of a file whose hash is right.
  private static func layout(of file: FileHandle) throws -> SummaryLayout {
    do {
      let size = try file.seekToEnd()
      let tail = SummaryLayout.size + SummaryOutput.hashSize
      guard size >= UInt64(SummaryOutput.heading.count + tail) else {
        throw SummaryDoubt("the file is cut short")
      }
      try file.seek(toOffset: 0)
      var hasher = SHA256()
      var left = Int(size) - SummaryOutput.hashSize
      var isFirst = true
      while left > 0 {
        let piece = try file.read(upToCount: min(left, 1 << 18)) ?? Data()
        guard !piece.isEmpty else { throw SummaryDoubt("the file is cut short") }
        if isFirst, !piece.starts(with: SummaryOutput.heading) {
          throw SummaryDoubt("the file is of another format or version")
        }
        isFirst = false
        hasher.update(data: piece)
        left -= piece.count
      }
      let hash = try file.read(upToCount: SummaryOutput.hashSize) ?? Data()
      guard hash.elementsEqual(hasher.finalize()) else {
        throw SummaryDoubt("the file's checksum is wrong")
      }
      return try Self.layout(of: file, size: size)
    } catch let doubt as SummaryDoubt {
      throw doubt
    } catch {
      throw SummaryDoubt("the file cannot be read: \(error.localizedDescription)")
    }
  }

  private static func layout(of file: FileHandle, size: UInt64) throws -> SummaryLayout {
    let tail = UInt64(SummaryLayout.size + SummaryOutput.hashSize)
    guard size > tail else { throw SummaryDoubt("the file is cut short") }
    var input = SummaryInput(file, at: size - tail)
    var words: [UInt64] = []
    for _ in 0..<(SummaryLayout.size / 8) { words.append(try input.word()) }
    let layout = SummaryLayout(words: words)
    // Each pair takes more than a byte.
    guard
      max(
        layout.pairs, layout.balances, layout.rowsAt, layout.pairsAt, layout.checksumsAt,
        layout.agesAt) < size
    else { throw SummaryDoubt("the summary has a broken reference") }
    return layout
  }

  /// A pair as the summary knows it.
  public struct Pair: Sendable {
    /// The product.
    public var product: UUIDBytes
    /// The store's number in the summary.
    public var store: Int
    /// Whether it has a movement before the summary's end.
    public var hasHistory: Bool
    /// What was on hand at the summary's end, by what was on hand when it was written.
    public var quantity: StoredDecimal
  }

  /// Gives the pairs by their numbers.
  public func forEachPair(_ body: (Int, Pair) throws -> Void) throws {
    var input = pairsInput
    for number in 0..<pairCount {
      let product = try input.id()
      let store = try input.count(upTo: stores.count - 1)
      let flags = try input.byte()
      let quantity = flags & 2 == 0 ? StoredDecimal(try input.signed()) : .notANumber
      try body(
        number,
        Pair(product: product, store: store, hasHistory: flags & 1 != 0, quantity: quantity))
    }
  }

  /// The latest movement of a pair before `facts.from`.
  public struct Balance: Sendable {
    /// When it happened.
    public var at: Instant
    /// The balance after it, scale 3.
    public var after: StoredDecimal
    /// Whether a movement of the pair up to then has a NaN.
    public var hasNaN: Bool
  }

  /// Gives the pairs that have a movement before `facts.from`, by their numbers.
  public func forEachBalance(_ body: (Int, Balance) throws -> Void) throws {
    var input = SummaryInput(file, at: UInt64(SummaryOutput.heading.count))
    for number in 0..<Int(layout.balances) {
      let flags = try input.byte()
      guard flags & 1 != 0 else { continue }
      let at = Instant(microseconds: facts.from.microseconds &- (try input.signed()))
      guard at.isDated else { throw SummaryDoubt("the summary has a movement without a date") }
      let after = flags & 4 == 0 ? StoredDecimal(try input.signed()) : .notANumber
      try body(
        number,
        Balance(at: at, after: after, hasNaN: flags & 2 != 0))
    }
  }

  /// The movements from `facts.from` to `facts.to`.
  public func rows() -> SummaryRows {
    SummaryRows(
      SummaryInput(file, at: layout.rowsAt), count: layout.rows, from: facts.from,
      pairs: pairCount,
      haveReference: types.map { hasAges && $0.elementsEqual(SummaryWriter.transfer.utf8) })
  }

  /// What the server said of the movements of each day before `facts.closed`.
  public func checksums() throws -> LedgerChecksums {
    var input = SummaryInput(file, at: layout.checksumsAt)
    return try input.checksums()
  }

  /// The numbers of the pairs that have a movement in a store on a day, for some of these.
  public func pairs(movedOn places: Set<StoreDay>, memory: MemoryBudget) throws -> Set<Int> {
    var store = SpillableColumn<Int32>(memory: memory)
    try forEachPair { store.append(Int32($1.store)) }
    let days = Set(places.map(\.day))
    var pairs: Set<Int> = []
    var rows = rows()
    while let row = try rows.next() {
      let day = StoreDay.day(of: row.createdAt)
      guard days.contains(day) else { continue }
      let place = StoreDay(day: day, store: stores[Int(store[row.pair])])
      if places.contains(place) { pairs.insert(row.pair) }
    }
    return pairs
  }
}
