import Columns
import Inventory
import LedgerSummary
import Postgres
import Values

extension StockReading {
  /// More pairs than this are not read again one by one: the whole ledger is.
  private static let mostReread = 20_000

  /// Reads what has a date, from the summary of an earlier reading as far as it is trusted, and
  /// finishes the book and the next summary.
  func readLedger(
    _ numbers: LedgerNumbers, into book: inout StockBook,
    from connection: inout PostgresConnection, memory: LedgerMemory, mayUse: Bool,
    notes: inout LedgerNotes
  ) throws {
    let oldest = try oldestMovement(from: &connection)
    var trial =
      mayUse ? try trusted(memory, plan: book.plan, oldest: oldest, notes: &notes) : nil
    var facts = memory.facts(after: trial?.file.facts, plan: book.plan)
    // Only a reading of all stores knows the ledger, and what is not behind keeps what it knew.
    let carriesOn = try carriesOn(trial, memory, book.plan)
    let mayKeep = stores.isEmpty && notes.unused == nil && oldest != nil && carriesOn
    // Before any movement is read: should one come between, as it may with Citus, it shows next time.
    var checksums = LedgerChecksums()
    var balances: SummaryBalances?
    if var used = trial {
      checksums.kept = try storeDays(
        from: used.file.facts.from, before: facts.closed, &connection)
      used.compare(checksums.kept, stores: Set(stores))
      trial = used
      notes.late = used.late
      if mayKeep {
        let areChecked = used.isBehind(facts) || !book.plan.ageings.isEmpty
        checksums.older = try earlierDays(used, areChecked: areChecked, &connection)
        if used.isBehind(facts) { facts.turns += 1 }
      }
      checksums.age(before: StoreDay.day(of: facts.from))
      let compared = try compare(used, with: &book, from: &connection)
      notes.usedUpTo = used.file.facts.to
      notes.reread = compared.reread.sorted()
      balances = compared
    } else if mayKeep {
      checksums.kept = try storeDays(from: facts.from, before: facts.closed, &connection)
      checksums.older = try days(from: oldest ?? facts.from, before: facts.from, &connection)
    }
    var writer: SummaryWriter?
    if mayKeep, trial.map({ $0.isBehind(facts) || !notes.reread.isEmpty }) ?? true {
      writer = SummaryWriter(facts, in: memory.folder)
      writer?.checksums = checksums
      if facts.agedAt != .distantPast {
        book.carryAges(to: SummaryAges.day(before: facts.from, in: book.plan.calendar))
      }
    }
    book.hand(
      to: writer.map(Self.observer),
      balancesUntil: max(
        trial?.file.facts.to ?? .distantPast, writer == nil ? .distantPast : facts.to))
    if let trial, let balances {
      try readLedger(into: &book, from: &connection, trial: trial, balances: balances)
    } else {
      try readLedger(numbers, into: &book, from: &connection, keptFrom: writer?.facts.from)
    }
    try book.finish()
    var isKept = false
    if let writer {
      writer.facts.oldest = oldest ?? .distantPast
      writer.facts.position = try LedgerServer.position(of: &connection) ?? .max
      try memory.confirm()
      isKept = writer.finish(book)
      notes.problem = writer.problem
      book.hand(to: nil, balancesUntil: .distantPast)
    }
    // What is not to be used must not stay.
    if memory.options.use != .trusted, !isKept { memory.folder.remove() }
  }

  /// Whether this reading can carry on what a summary has of the stock's age, if it has any.
  private func carriesOn(
    _ trial: SummaryTrial?, _ memory: LedgerMemory, _ plan: BookPlan
  ) throws -> Bool {
    guard let trial, trial.file.hasAges else { return true }
    return try memory.options.carriesAges && trial.ages(of: plan) != nil
  }

  private static func observer(_ writer: SummaryWriter) -> LedgerObserver {
    LedgerObserver(
      from: writer.facts.from, to: writer.facts.to, onBalances: writer.add(balancesOf:),
      onMovement: writer.add)
  }

  private func oldestMovement(from connection: inout PostgresConnection) throws -> Instant? {
    let rows = try connection.rows(
      """
      SELECT (extract(epoch FROM min(created_at)) * 1000000)::bigint FROM stock_movements
      WHERE \(Self.dated)
      """, name: "oldest movement")
    return Instant(sent: rows.first?.first ?? nil)
  }

  /// The summary, if there is one that may be held against the ledger.
  private func trusted(
    _ memory: LedgerMemory, plan: BookPlan, oldest: Instant?, notes: inout LedgerNotes
  ) throws -> SummaryTrial? {
    do {
      guard let file = try SummaryFile(in: memory.folder) else { return nil }
      let trial = try SummaryTrial(file, memory: memory, oldest: oldest)
      switch try trial.verdict(of: plan) {
      case .trusted: return trial
      case .unused(let reason): notes.unused = reason
      case .doubtful(let reason): notes.rebuilt = reason
      }
    } catch let doubt as SummaryDoubt {
      notes.rebuilt = doubt.description
    }
    return nil
  }

  /// What the summary knows of the days before those that it keeps.
  ///
  /// To check them, their movements are counted, and the checksums of some of the days are asked for
  /// again. Throws `SummaryDoubt` when they are others.
  private func earlierDays(
    _ trial: SummaryTrial, areChecked: Bool, _ connection: inout PostgresConnection
  ) throws -> [Int32: DayChecksum] {
    var known = trial.known.older
    let earlier = trial.earlier
    if areChecked {
      let turn = trial.turn
      let turned = Set(turn)
      guard
        try movements(from: earlier.lowerBound, before: earlier.upperBound, &connection)
          == trial.earlierMovements,
        try days(turn, &connection) == known.filter({ turned.contains($0.key) })
      else {
        throw SummaryDoubt(
          "movements from before its kept days were added late, removed or changed")
      }
    }
    if trial.isPruned, let oldest = trial.oldest {
      // Of the first day that is left some may have gone.
      let first = StoreDay.start(of: StoreDay.day(of: oldest))
      let firstWhole = StoreDay.start(of: trial.firstWholeDay)
      known = known.filter { $0.key >= trial.firstWholeDay }
      try known.merge(
        days(from: first, before: min(firstWhole, earlier.upperBound), &connection)
      ) { $1 }
    }
    return known
  }

  /// Compares what was on hand at the summary's end, by today's on hand and what moved since, with
  /// what the summary knows, and finds the pairs of the days that changed.
  ///
  /// Throws `SummaryDoubt` when they are too many.
  private func compare(
    _ trial: SummaryTrial, with book: inout StockBook, from connection: inout PostgresConnection
  ) throws -> SummaryBalances {
    var since = SpillableColumn<StoredDecimal>(memory: book.memory)
    let columns = ["product_id", "store_id", "quantity"]
    try connection.copyOut(
      """
      SELECT \(columns.joined(separator: ", ")) FROM stock_movements
      WHERE \(Self.dated) AND created_at >= \(trial.file.facts.to.sqlLiteral)
      \(storeFilter("AND"))
      """, name: "movements since the summary", columns: columns
    ) { row in
      let pair = try book.pair(product: row.uuid(0), store: row.uuid(1))
      while since.count <= pair { since.append(.zero) }
      since[pair] += try row.stored(2, scale: 3)
    }
    let moved = try pairs(movedOn: trial.changed, limit: Self.mostReread + 1, &connection)
    var balances = try SummaryBalances(
      trial, book: &book, since: since, moved: moved, stores: Set(stores))
    func check(_ limit: Int) throws {
      guard balances.reread.count <= limit else {
        throw SummaryDoubt("too many products in stores need to be read again")
      }
    }
    try check(Self.mostReread)
    if book.plan.foldsAges, let ages = try trial.ages(of: book.plan) {
      try balances.rereadWhole(book, ages: ages)
      try check(10 * Self.mostReread)
    }
    return balances
  }

  /// Takes the days that the summary keeps from it, with those pairs that it does not explain read
  /// again as a whole, and the rest from the ledger.
  private func readLedger(
    into book: inout StockBook, from connection: inout PostgresConnection, trial: SummaryTrial,
    balances: SummaryBalances
  ) throws {
    let (file, facts) = (trial.file, trial.file.facts)
    var balances = balances
    try balances.feed(into: &book, prunedBefore: trial.oldest ?? .distantPast)
    var replay = try SummaryReplay(file, balances: balances, book: &book)
    var rereadMovements = 0
    let ages = book.foldsAges ? balances.ages : nil
    if let ages {
      book.awaitAges(
        to: ages.day, but: Set(balances.reread.map(\.product)), keeping: balances.pruned.values)
    }
    if !balances.reread.isEmpty {
      let before = "\(Self.dated) AND created_at < \(facts.to.sqlLiteral)"
      let pairs = balances.reread
      var doubt: SummaryDoubt?
      try readMovements(
        "\(before) AND \(condition(pairs))", name: "movements of pairs that changed",
        into: &book, from: &connection
      ) { book, movement in
        let pair = PairID(product: movement.product, store: movement.store)
        guard doubt == nil, pairs.contains(pair) else { return }
        do {
          try replay.feed(before: movement.createdAt, restoring: ages, into: &book)
        } catch let error as SummaryDoubt {
          // Thrown here it would end the transaction, in which all has to be read again.
          doubt = error
          return
        }
        try book.add(movement)
        if movement.createdAt >= facts.from { rereadMovements += 1 }
      }
      if let doubt { throw doubt }
    }
    try replay.feed(before: .distantFuture, restoring: ages, into: &book)
    guard replay.count + rereadMovements == trial.movements else {
      throw SummaryDoubt(
        "the server counts a different number of movements than it has with those read again")
    }

    var rows = RowCount(step: .movements, report: progress)
    try readMovements(
      "\(Self.dated) AND created_at >= \(facts.to.sqlLiteral)", name: "movements",
      into: &book, from: &connection
    ) { book, movement in
      try book.add(movement)
      rows.add()
    }
    rows.finish()
  }

  /// The products and the stores of pairs; what it lets through beside the pairs is passed over.
  private func condition(_ pairs: Set<PairID>) -> String {
    "product_id = ANY ('{\(list(pairs.map(\.product)))}'::uuid[])"
      + " AND store_id = ANY ('{\(list(pairs.map(\.store)))}'::uuid[])"
  }
}
