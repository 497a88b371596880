import Columns
import Foundation
public import Inventory
import Values

/// Writes a summary while the ledger is read, under a name that nobody reads.
///
/// Nothing that goes wrong here keeps a report from being made: the writer gives up and says why.
public final class SummaryWriter {
  /// What the summary says of itself.
  public var facts: SummaryFacts
  /// What the server says of the movements of each day before `facts.closed`.
  public var checksums = LedgerChecksums()
  /// Why the summary cannot be kept; nil while all is well.
  public private(set) var problem: String?

  private let folder: SummaryFolder
  private let path: String
  private var output: SummaryOutput?
  private var layout = SummaryLayout()
  private var hasHistory = SpillableColumn<Bool>()
  private var at: Int64
  /// Whether the age of the stock is carried on, which takes the references of transfers.
  private let hasAges: Bool
  /// The type whose movements have a reference.
  static let transfer = "TRANSFER"

  /// A writer of a summary in a folder.
  public init(_ facts: SummaryFacts, in folder: SummaryFolder) {
    self.facts = facts
    hasAges = facts.agedAt != .distantPast
    self.folder = folder
    at = facts.from.microseconds
    path = folder.newPath()
    do {
      try folder.make()
      output = try SummaryOutput(path: path)
    } catch {
      giveUp(error)
    }
  }

  /// Takes the latest movement of each pair before `facts.from`.
  public func add(balancesOf book: StockBook) {
    attempt { output in
      layout.balances = UInt64(book.pairCount)
      hasHistory = SpillableColumn(repeating: false, count: book.pairCount, memory: book.memory)
      for pair in 0..<book.pairCount {
        guard let latest = book.latest(pair) else {
          output.add(byte: 0)
          continue
        }
        hasHistory[pair] = true
        let isNaN = latest.after.isNotANumber
        output.add(byte: 1 | (book.hasNaNMovement(pair) ? 2 : 0) | (isNaN ? 4 : 0))
        output.add(signed: facts.from.microseconds &- latest.at.microseconds)
        if let after = latest.after.value { output.add(signed: after) }
        try output.breathe()
      }
      layout.rowsAt = output.count
    }
  }

  /// Takes a movement, at or after `facts.from`.
  public func add(_ movement: SettledMovement) {
    guard movement.createdAt < facts.to else { return }
    attempt { output in
      let instant = movement.createdAt.microseconds
      output.add(UInt64(bitPattern: instant &- at))
      at = instant
      output.add(UInt64(movement.pair) &<< 1 | (movement.isPlain ? 0 : 1))
      output.add(UInt64(movement.type))
      if hasAges, movement.isTransfer { output.add(text: movement.reference) }
      if movement.isPlain, let quantity = movement.quantity.value {
        output.add(signed: quantity)
      } else {
        output.add(movement.id)
        output.add(word: movement.quantity.bits)
        output.add(word: movement.before.bits)
        output.add(word: movement.after.bits)
      }
      layout.rows += 1
      while hasHistory.count <= Int(movement.pair) { hasHistory.append(false) }
      hasHistory[Int(movement.pair)] = true
      try output.breathe()
    }
  }

  /// Completes the file and shows it in place of the former one; false when it could not be kept.
  public func finish(_ book: StockBook) -> Bool {
    attempt { output in
      guard layout.rows == UInt64(checksums.movements(before: StoreDay.day(of: facts.to))) else {
        throw SummaryDoubt("the server's count of movements differs from what was read")
      }
      layout.facts = facts
      layout.pairsAt = output.count
      layout.pairs = UInt64(book.pairCount)
      let stores = book.storeIDs
      output.add(UInt64(stores.count))
      for store in stores { output.add(store) }
      output.add(UInt64(book.typeNames.count))
      for name in book.typeNames {
        output.add(text: Array(name.utf8))
      }
      for pair in 0..<book.pairCount {
        output.add(book.product(pair))
        output.add(UInt64(book.store(pair)))
        let quantity = book.quantityAtObserved(pair)
        let isKnown = pair < hasHistory.count && hasHistory[pair]
        output.add(byte: (isKnown ? 1 : 0) | (quantity.isNotANumber ? 2 : 0))
        if let quantity = quantity.value { output.add(signed: quantity) }
        try output.breathe()
      }
      layout.checksumsAt = output.count
      try output.add(checksums)
      if hasAges {
        guard let ages = AgeingCarry(book) else {
          throw SummaryDoubt("the age of the stock was not folded")
        }
        layout.agesAt = output.count
        try output.add(ages, of: book)
      }
      for word in layout.words { output.add(word: word) }
      try output.finish()
      try folder.show(path)
      try output.keep()
    }
    return problem == nil
  }

  private func attempt(_ body: (inout SummaryOutput) throws -> Void) {
    guard problem == nil, output != nil else { return }
    do {
      guard var output = output.take() else { return }
      defer { self.output = output }
      try body(&output)
    } catch {
      giveUp(error)
    }
  }

  private func giveUp(_ error: any Error) {
    problem = (error as? SummaryDoubt)?.description ?? error.localizedDescription
    output = nil
  }
}
