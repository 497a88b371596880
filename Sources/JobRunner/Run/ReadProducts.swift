import Columns
import Foundation
import Inventory
import Logging
import Postgres
import Reports
import StockReading
import Values

/// The products of one snapshot with their prices: the first half of reading the stock.
struct ReadProducts {
  /// What is needed of the stores that are asked for.
  private let asked: BookPlan
  /// What is needed of all stores beside that.
  private let all: BookPlan
  private let reading: StockReading
  private let products: StockReading.Products
  private let past: PriceReading.Past
  /// The instants before which movements are counted.
  private let movementsBefore: [Instant]
  /// Where this reading keeps what it learns of the ledger.
  private let memory: LedgerMemory?
  private let rows: RowCounts
  private let begun: ContinuousClock.Instant

  /// How many rows of each step have come.
  private final class RowCounts {
    var rows: [ReadingStep: Int] = [:]
  }

  /// Reads the products and looks up what they cost, for the computations and the queries of some
  /// reports; nil when none of them needs the stock.
  init?(
    for plans: inout [ReportPlan], stores: [UUIDBytes], _ attempt: inout RunAttempt,
    _ snapshot: Snapshot, _ source: ChosenSource, from connection: inout PostgresConnection
  ) throws {
    var asked = BookPlan(calendar: attempt.request.calendar)
    var all = asked
    for report in plans {
      report.addNeeds(to: &asked) { stores.isEmpty || !$0.readsAllStores }
      report.addNeeds(to: &all) { !stores.isEmpty && $0.readsAllStores }
    }
    guard !asked.marks.isEmpty || !all.marks.isEmpty else { return nil }
    memory = attempt.memory(snapshot, source)
    // Only a reading of all stores can.
    if memory?.carriesAges == true {
      if stores.isEmpty { asked.carriesAges = true } else { all.carriesAges = !all.marks.isEmpty }
    }
    (self.asked, self.all) = (asked, all)
    begun = .now
    let rows = RowCounts()
    self.rows = rows
    var reading = StockReading(stores: stores) { [events = attempt.events] in
      rows.rows[$0] = $1
      events(.reading($0, rows: $1))
    }
    if let limit = attempt.request.memory {
      reading.columns = MemoryBudget(limit: limit, folder: Self.columnFolder)
    }
    self.reading = reading
    movementsBefore = attempt.former.movementsBefore(plans, now: snapshot.now)
    products = try reading.products(from: &connection)
    let history =
      asked.foldsAges || all.foldsAges
      ? DailyPrices(
        products.catalogue, calendar: asked.calendar, snapshot: snapshot.now,
        memory: reading.columns)
      : nil
    let instants = asked.priced + all.priced.filter { !asked.priced.contains($0) }
    past = attempt.prices(of: products, at: instants, history, snapshot, source)
    for index in plans.indices where plans[index].definition.usesPastPrices {
      let end = plans[index].context.period.end
      let list = PriceList(past.prices.moment(at: end), in: products.catalogue)
      plans[index].hasTooManyPrices = list.isTooLong
      if !list.isTooLong { plans[index].variables["prices"] = list.text }
    }
  }

  /// The folder of what is too much for memory: `TMPDIR`, else one that is on a disk where `/tmp` may
  /// be in memory itself.
  private static var columnFolder: String {
    ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
  }

  /// Reads the levels and the ledger: of the stores that are asked for, and of all where a report
  /// looks beyond these, as the others are to take no longer for that.
  func stocks(
    _ attempt: inout RunAttempt, _ snapshot: Snapshot, _ source: ChosenSource,
    from connection: inout PostgresConnection
  ) throws -> ReadStocks {
    var everywhere = reading
    everywhere.stores = []
    func read(
      _ plan: BookPlan, by reading: StockReading, _ connection: inout PostgresConnection
    ) throws -> ReadStock? {
      guard !plan.marks.isEmpty else { return nil }
      return try stock(plan, by: reading, &attempt, snapshot, source, from: &connection)
    }
    return ReadStocks(
      asked: try read(asked, by: reading, &connection),
      all: try read(all, by: everywhere, &connection))
  }

  private func stock(
    _ plan: BookPlan, by reading: StockReading, _ attempt: inout RunAttempt, _ snapshot: Snapshot,
    _ source: ChosenSource, from connection: inout PostgresConnection
  ) throws -> ReadStock {
    let gaps = GapSpool(folder: FileManager.default.temporaryDirectory.path)
    let (book, notes) = try reading.book(
      plan, of: products, prices: past.prices, from: &connection, gaps: gaps,
      memory: memory)
    attempt.log.read(rows.rows, took: .now - begun)
    attempt.log.columns(book.memory)
    let recentMovements =
      movementsBefore.isEmpty
      ? nil : try reading.recentMovements(before: movementsBefore, from: &connection)
    attempt.note(notes, isIdentified: source.ledger != nil)
    if let sentence = book.unreadableTexts { attempt.warn(sentence) }
    let policy = ResolvedPolicy(
      attempt.request.policy, book: book, isFiltered: !reading.stores.isEmpty)
    let finance = ResolvedFinancePolicy(attempt.request.finance, catalogue: book.catalogue)
    let misfits =
      (plan.windows.isEmpty ? [] : policy.misfits) + (plan.ageings.isEmpty ? [] : finance.misfits)
    for misfit in misfits { attempt.warn("\(misfit)") }
    let stock = ReadStock(
      book: book, policy: policy, finance: finance, gaps: gaps, past: past, ledger: notes,
      recentMovements: recentMovements)
    attempt.warnOfMemory(ReadStocks(asked: stock, all: nil))
    return stock
  }
}

extension RunAttempt {
  /// Looks up what prices were.
  fileprivate mutating func prices(
    of products: StockReading.Products, at instants: [Instant], _ history: DailyPrices?,
    _ snapshot: Snapshot, _ source: ChosenSource
  ) -> PriceReading.Past {
    if journal.isKept, source.ledger == nil { warn(PriceReading.unknownServer) }
    let past = PriceReading(journal: journal, source: source, snapshot: snapshot)
      .past(of: products.catalogue, updated: products.updated, at: instants, history: history)
    if let seenTo = past.futureSight {
      warn(
        "the newest recorded prices are dated \(seenTo), later than this snapshot; no prices will"
          + " be recorded before \(seenTo); check the clocks, or restore an earlier copy with"
          + " 'state restore'")
    }
    return past
  }

  /// Where this reading keeps what it learns of the ledger; nil when it is not to keep anything.
  fileprivate func memory(_ snapshot: Snapshot, _ source: ChosenSource) -> LedgerMemory? {
    guard let options = request.ledger, let server = source.ledger else { return nil }
    var memory = LedgerMemory(
      options: options, server: server, completeUpTo: source.completeUpTo ?? snapshot.now,
      now: snapshot.now)
    if let placements = source.placements {
      // The snapshot would show where the shards were when it was taken.
      memory.confirm = { [logger, cancellation] in
        var other = try PostgresConnection(
          source.settings, logger: logger, cancellation: cancellation)
        try placements.confirm(&other)
      }
    }
    return memory
  }

  /// Says in the log what became of the ledger's summary.
  fileprivate mutating func note(_ notes: LedgerNotes, isIdentified: Bool) {
    guard let options = request.ledger else { return }
    if isIdentified {
      for sentence in notes.warnings { warn(sentence) }
      for sentence in notes.findings { logger.info("\(sentence)") }
    } else if options.use == .trusted {
      warn(LedgerNotes.unknownServer)
    }
    logger.debug(
      "ledger",
      metadata: [
        "taken from the summary up to": "\(notes.usedUpTo?.description ?? "-")",
        "not used because": "\(notes.unused ?? "-")",
      ])
  }
}
