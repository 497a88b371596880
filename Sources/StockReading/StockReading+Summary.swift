import Columns
import Inventory
import LedgerSummary
import Postgres
import Reports

extension StockReading {
  /// More pairs than this are not read again one by one: the whole ledger is.
  private static let mostReread = 20_000

  /// Reads what has a date, from the summary of an earlier reading as far as it is trusted, and
  /// finishes the book and the next summary.
  func readLedger(
    into book: inout StockBook, from connection: inout PostgresConnection, memory: LedgerMemory,
    mayUse: Bool, notes: inout LedgerNotes
  ) throws {
    let oldest = try oldestMovement(from: &connection)
    var trial: SummaryTrial?
    var balances: SummaryBalances?
    if mayUse {
      trial = try trusted(
        memory, plan: book.plan, oldest: oldest, from: &connection, notes: &notes)
      if let trial {
        let compared = try compare(trial.file, with: &book, from: &connection)
        if compared.reread.count > Self.mostReread {
          throw SummaryDoubt("it explains what is on hand of too few pairs")
        }
        try Self.refuse(
          trial.unexplained(stores: Set(compared.reread.map(\.store)), isRead: false), &notes)
        notes.usedUpTo = trial.file.facts.to
        notes.reread = compared.reread.sorted()
        balances = compared
      }
    }
    let former = trial?.file.facts
    let facts = memory.facts(after: former)
    // Only a reading of all stores knows the ledger, and what is not behind keeps what it knew.
    var keeper: SummaryWriter?
    let isChanged =
      former.map { facts.to > $0.to } ?? true || notes.reread.isEmpty == false
      || trial?.samples.isEmpty == false
    if stores.isEmpty, notes.unused == nil, oldest != nil, isChanged {
      keeper = SummaryWriter(facts, in: memory.folder)
    }
    let until = max(former?.to ?? .distantPast, keeper == nil ? .distantPast : facts.to)
    book.hand(to: keeper.map(Self.tap), balancesUntil: until)
    if let trial, let balances {
      try readLedger(
        into: &book, from: &connection, trial: trial, balances: balances, keeper: keeper,
        notes: &notes)
    } else {
      try readLedger(into: &book, from: &connection, keeper: keeper)
    }
    try book.finish()
    if let keeper {
      keeper.facts.oldest = oldest ?? .distantPast
      keeper.facts.position = try LedgerServer.position(of: &connection) ?? .max
      if !keeper.finish(book) { notes.problem = keeper.problem }
      book.hand(to: nil, balancesUntil: .distantPast)
    }
  }

  private static func tap(_ keeper: SummaryWriter) -> LedgerTap {
    LedgerTap(
      from: keeper.facts.from, to: keeper.facts.to, onBalances: keeper.add(balancesOf:),
      onMovement: keeper.add)
  }

  private func oldestMovement(from connection: inout PostgresConnection) throws -> Instant? {
    let rows = try connection.rows(
      """
      SELECT (extract(epoch FROM min(created_at)) * 1000000)::bigint FROM stock_movements
      WHERE \(Self.finite)
      """, name: "oldest movement")
    return rows.first?.first?.flatMap { Int64($0) }.map { Instant(microseconds: $0) }
  }

  /// The summary, if there is one that holds against the ledger.
  private func trusted(
    _ memory: LedgerMemory, plan: BookPlan, oldest: Instant?,
    from connection: inout PostgresConnection, notes: inout LedgerNotes
  ) throws -> SummaryTrial? {
    do {
      guard let file = try SummaryFile(in: memory.folder) else { return nil }
      var trial = try SummaryTrial(file, memory: memory, oldest: oldest)
      switch trial.verdict(readingFrom: plan.orderedFrom) {
      case .trusted:
        if stores.isEmpty { try trial.sample(from: &connection) }
        return trial
      case .unused(let reason): notes.unused = reason
      case .doubtful(let reason): notes.rebuilt = reason
      }
    } catch let doubt as SummaryDoubt {
      notes.rebuilt = doubt.description
    }
    return nil
  }

  /// Compares what was on hand at the summary's end, by today's on hand and what moved since, with
  /// what the summary knows.
  private func compare(
    _ file: SummaryFile, with book: inout StockBook, from connection: inout PostgresConnection
  ) throws -> SummaryBalances {
    var since = LongColumn<StoredDecimal>(memory: book.memory)
    let columns = ["product_id", "store_id", "quantity"]
    try connection.copyOut(
      """
      SELECT \(columns.joined(separator: ", ")) FROM stock_movements
      WHERE created_at < 'infinity' AND created_at >= \(file.facts.to.sqlLiteral)
      \(storeFilter("AND"))
      """, name: "movements since the summary", columns: columns
    ) { row in
      let pair = try book.pair(product: row.uuidBytes(0), store: row.uuidBytes(1))
      while since.count <= pair { since.append(.zero) }
      since[pair] += try row.stored(2, scale: 3)
    }
    return try SummaryBalances(file, book: &book, since: since, stores: Set(stores))
  }

  /// Takes the days that the summary keeps from it, with those pairs that it does not explain read
  /// again as a whole, and the rest from the ledger.
  private func readLedger(
    into book: inout StockBook, from connection: inout PostgresConnection, trial: SummaryTrial,
    balances: SummaryBalances, keeper: SummaryWriter?, notes: inout LedgerNotes
  ) throws {
    let (file, facts) = (trial.file, trial.file.facts)
    try balances.feed(into: &book, prunedBefore: trial.oldest ?? .distantPast)
    var replay = try SummaryReplay(file, balances: balances, book: &book)
    var added: [StoreDay: Int32] = [:]
    if !balances.reread.isEmpty {
      let before = "created_at > '-infinity' AND created_at < \(facts.to.sqlLiteral)"
      let pairs = balances.reread
      var doubt: SummaryDoubt?
      try readMovements(
        "\(before) AND \(Self.condition(pairs))", name: "movements of pairs that changed",
        into: &book, from: &connection
      ) { book, movement in
        let pair = LedgerNotes.Pair(product: movement.product, store: movement.store)
        guard doubt == nil, pairs.contains(pair) else { return }
        do {
          try replay.feed(before: movement.createdAt, into: &book)
        } catch let error as SummaryDoubt {
          // Thrown here it would end the transaction, in which all has to be read again.
          doubt = error
          return
        }
        try book.add(movement)
        added[
          StoreDay(day: DayCounts.day(of: movement.createdAt), store: movement.store),
          default: 0] += 1
      }
      if let doubt { throw doubt }
    }
    try replay.feed(before: .distantFuture, into: &book)
    try Self.refuse(
      trial.unexplained(
        stores: Set(balances.reread.map(\.store)), added: added, removed: replay.passedOver,
        isRead: true), &notes)

    var rows = RowCount(step: .movements, report: progress)
    var recent = DayCounts()
    try readMovements(
      "created_at < 'infinity' AND created_at >= \(facts.to.sqlLiteral)", name: "movements",
      into: &book, from: &connection
    ) { book, movement in
      let pair = try book.add(movement)
      if movement.createdAt < facts.closed {
        recent.add(movement.createdAt, store: book.store(pair))
      }
      rows.add()
    }
    rows.finish()
    let known = StoreDay.counts(trial, by: book)
    if stores.isEmpty {
      notes.late += StoreDay.differences(
        known, recent, days: DayCounts.day(of: facts.to)..<DayCounts.day(of: facts.closed),
        stores: book.storeIDs)
    }
    if let keeper {
      keeper.counts.take(
        known, from: trial.firstWholeDay, before: DayCounts.day(of: keeper.facts.from))
      let first = DayCounts.day(of: keeper.facts.from)
      func set(_ place: StoreDay, to count: Int32) {
        guard place.day < first, let store = book.storeNumber(of: place.store) else { return }
        keeper.counts[place.day, store] = count
      }
      for place in added.keys { set(place, to: DayCounts.unknown) }
      for sample in trial.samples { set(sample.storeDay, to: sample.found) }
    }
    notes.late += trial.samples.filter { $0.known != DayCounts.unknown }.map(\.note)
  }

  /// Throws the doubt that movements came late which no pair explains.
  private static func refuse(_ late: [LedgerNotes.LateDay], _ notes: inout LedgerNotes) throws {
    guard !late.isEmpty else { return }
    notes.late += late
    throw SummaryDoubt("movements came late to days that were over, or went from them")
  }

  /// The products and the stores of pairs; what it lets through beside the pairs is passed over.
  private static func condition(_ pairs: Set<LedgerNotes.Pair>) -> String {
    func list(_ ids: some Sequence<UUIDBytes>) -> String {
      "ANY ('{\(Set(ids).sorted().map(\.description).joined(separator: ","))}'::uuid[])"
    }
    return "product_id = \(list(pairs.map(\.product))) AND store_id = \(list(pairs.map(\.store)))"
  }
}

extension LedgerNotes.Pair: Comparable {
  /// By product, then store.
  public static func < (left: LedgerNotes.Pair, right: LedgerNotes.Pair) -> Bool {
    left.product == right.product ? left.store < right.store : left.product < right.product
  }
}
