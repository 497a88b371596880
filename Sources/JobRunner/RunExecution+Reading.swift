import Columns
import Foundation
import Inventory
import Logging
import Postgres
import Publishing
import Reports
import StockReading

/// The reading of the tables into a book, and what else is learned by it.
extension RunExecution {
  /// Reads the book, if any report needs one; `checks` is called when the plans are complete.
  mutating func readBook(
    stores: [UUIDBytes], from connection: inout PostgresConnection, source: ChosenSource,
    checks: ([ReportPlan]) -> Void
  ) throws {
    var bookPlan = BookPlan(calendar: request.calendar)
    for plan in plans { plan.addNeeds(to: &bookPlan) }
    guard !bookPlan.marks.isEmpty else { return checks(plans) }
    let gaps = GapSpool(folder: FileManager.default.temporaryDirectory.path)
    let events = events
    let begun = ContinuousClock.now
    var rows: [ReadingStep: Int] = [:]
    var reading = StockReading(stores: stores) {
      rows[$0] = $1
      events(.reading($0, rows: $1))
    }
    if let limit = request.memory {
      reading.columns = MemoryBudget(limit: limit, folder: Self.columnFolder)
    }
    let (book, notes) = try reading.book(
      bookPlan, from: &connection, gaps: gaps, memory: memory(source)
    ) { catalogue, updated in
      readPrices(catalogue, updated: updated, at: bookPlan.priced, source: source)
      checks(plans)
      return past.prices
    }
    log.read(rows, took: ContinuousClock.now - begun)
    log.columns(book.memory)
    if plans.contains(where: former.needsMovements) {
      recentMovements = try reading.recentMovements(before: now, from: &connection)
    }
    take(notes, isIdentified: source.ledger != nil)
    if let sentence = book.unreadableTexts { warn(sentence) }
    let policy = ResolvedPolicy(request.policy, book: book, isFiltered: !stores.isEmpty)
    if !bookPlan.windows.isEmpty { for misfit in policy.misfits { warn("\(misfit)") } }
    self.gaps = gaps
    self.book = book
    self.policy = policy
    warnOfMemory()
  }

  /// The folder of what is too much for memory: `TMPDIR`, else one that is on a disk where `/tmp` may
  /// be in memory itself.
  private static var columnFolder: String {
    ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
  }

  /// Says that the stock takes more memory than it was to take.
  mutating func warnOfMemory() {
    guard let memory = book?.memory, let problem = memory.usage.problem else { return }
    warn(
      "the stock takes more memory than report.memory, for it cannot lie in a file in \(problem);"
        + " make room there, or name another folder with TMPDIR")
  }

  /// Looks up what prices were, for the computations and for the queries of the checks.
  mutating func readPrices(
    _ catalogue: Catalogue, updated: [Instant], at instants: [Instant], source: ChosenSource
  ) {
    guard let snapshot else { return }
    if journal.isKept, source.ledger == nil { warn(PriceReading.unknownServer) }
    past = PriceReading(journal: journal, source: source, snapshot: snapshot, now: now)
      .past(of: catalogue, updated: updated, at: instants)
    if let seenTo = past.futureSight {
      warn(
        "prices were seen up to \(seenTo), which is after this snapshot, so nothing is remembered of"
          + " them until then; was a clock wrong? 'state restore' takes a copy of the time before")
    }
    for index in plans.indices where plans[index].definition.usesPastPrices {
      let end = plans[index].context.period.end
      let list = PriceList(past.prices.moment(at: end), in: catalogue)
      plans[index].hasTooManyPrices = list.isTooLong
      if !list.isTooLong { plans[index].variables["prices"] = list.text }
    }
  }

  /// Says something in the log, and to whoever started the run; once, though a reading begins again.
  mutating func warn(_ sentence: String) {
    guard !warnings.contains(sentence) else { return }
    logger.warning("\(sentence)")
    warnings.append(sentence)
  }

  /// What the manifest of a report says of its prices.
  func priceFacts(_ plan: ReportPlan) -> PriceFacts? {
    guard plan.definition.usesPastPrices, let book, let since = past.since else { return nil }
    func list(_ instant: Instant) -> PriceList {
      PriceList(past.prices.moment(at: instant), in: book.catalogue)
    }
    let opening = plan.computations.lazy.compactMap { $0.alsoPricedAt(plan.scope) }.first
    return list(plan.context.period.end).facts(
      since: ZonedTime(since, in: request.calendar), opening: opening.map(list))
  }

  /// Where this reading keeps what it learns of the ledger; nil when it is not to keep anything.
  func memory(_ source: ChosenSource) -> LedgerMemory? {
    guard let options = request.ledger, let server = source.ledger else { return nil }
    var memory = LedgerMemory(
      options: options, server: server, completeUpTo: source.completeUpTo ?? now, now: now)
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

  /// Says in the log what became of the ledger's summary, and keeps it for the manifests.
  mutating func take(_ notes: LedgerNotes, isIdentified: Bool) {
    ledger = notes
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
