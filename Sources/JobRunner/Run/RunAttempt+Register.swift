import Inventory
import Postgres
import Publishing
import Register
import Reports
import RollForward
import StockReading
import Values

/// The register: what a run of the valuation saw for the first time.
extension RunAttempt {
  /// Takes a look at the movements of the dates that a valuation's run is to account for; nil when no
  /// report of the run moves the register, or it cannot be.
  ///
  /// Only a whole day's valuation of all stores does. Throws what ends the reading.
  mutating func look(
    for plans: [ReportPlan], _ stock: ReadStock?, _ snapshot: Snapshot, _ source: ChosenSource,
    from connection: inout PostgresConnection
  ) throws -> NewLook? {
    guard let folder = request.register, request.isRecorded, let stock,
      let plan = plans.first(where: \.movesRegister), isOpen(plan)
    else { return nil }
    do {
      let register = MovementRegister(folder: folder)
      do {
        return try take(register, plan, stock, source, isAnew: false, from: &connection)
      } catch let problem as RegisterProblem {
        guard problem.isDamage else { throw problem }
        warn("the register of late entries begins anew: \(problem)")
        return try take(register, plan, stock, source, isAnew: true, from: &connection)
      }
    } catch let problem as RegisterProblem {
      warnOfRegister("\(problem)", plan)
    } catch {
      guard Self.concernsOneReport(error) else { throw error }
      warnOfRegister("\(error)", plan)
    }
    return nil
  }

  /// Brings a look to the disk before its run is published; nil when the report does not move the
  /// register, or that failed.
  mutating func prepared(_ look: NewLook?, for report: WrittenReport) -> NewLook? {
    guard let look, report.plan.movesRegister, report.failure == nil else { return nil }
    do {
      try look.prepare()
      return look
    } catch {
      warnOfRegister("\(error)", report.plan)
      return nil
    }
  }

  /// Lets a look count when its run is published, and forgets it otherwise.
  ///
  /// What cannot be done now is done before the next look: the output folder tells.
  mutating func settle(_ look: NewLook?, _ ending: ReportOutcome.Ending, _ plan: ReportPlan) {
    guard let look else { return }
    do {
      if case .published = ending { try look.settle() } else { try look.abandon() }
    } catch {
      warn("the register of late entries cannot be tidied: \(error)")
    }
  }

  /// Says that the register does not know what a run saw.
  mutating func warnOfRegister(_ problem: String, _ plan: ReportPlan) {
    warn(
      "the register does not know what the valuation of \(plan.folder) saw, so roll-forward cannot"
        + " list the late entries of that night: \(problem)")
  }

  private mutating func take(
    _ register: MovementRegister, _ plan: ReportPlan, _ stock: ReadStock, _ source: ChosenSource,
    isAnew: Bool, from connection: inout PostgresConnection
  ) throws -> NewLook {
    let published = PublishedReports(output: request.output)
    let name = plan.definition.name
    let first = try published.periods(of: name).first { !$0.name.isFiltered }?.name.to
    let runs = Set(try published.runs(of: name).map(\.text))
    let look = try NewLook(
      register,
      NewLook.Taker(
        run: id.text, date: plan.folder.to, timeZone: request.calendar.timeZoneName,
        ledger: source.ledger.map { "\($0.system)-\($0.database)" }, firstPublished: first),
      isAnew: isAnew, isPublished: runs.contains)
    if let note = look.note { warn("the register of late entries begins anew: \(note)") }
    try connection.withSavepoint { connection in
      try StockReading(stores: []).take(look, in: request.calendar, from: &connection)
    }
    describe(look, stock, source)
    return look
  }

  /// Adds names and values to what came and what went.
  private func describe(_ look: NewLook, _ stock: ReadStock, _ source: ChosenSource) {
    let costs = EntryCosts(
      of: Set(look.entries.map(\.movement.product)), journal: journal, source: source)
    for place in look.entries.indices {
      let (movement, period) = (look.entries[place].movement, look.entries[place].period)
      let labels = stock.book.labels(product: movement.product, store: movement.store)
      look.entries[place].names.store = labels.store
      look.entries[place].names.sku = labels.sku
      look.entries[place].names.product = labels.product
      look.entries[place].names.category = labels.category
      look.entries[place].names.unit = labels.unit
      let cost = costs.cost(
        of: movement.product, at: request.calendar.start(of: period.advanced(by: 1)),
        today: labels.cost)
      if let quantity = movement.quantity, let cost = cost?.value {
        look.entries[place].value = ExactDecimal.text(
          ExactDecimal.value(quantity: quantity, price: cost), scale: 2)
      }
    }
  }
}

extension ReportPlan {
  /// Whether its run says what was seen of the ledger: a whole day's valuation of all stores.
  var movesRegister: Bool {
    definition.name == RollForward.valuation && !context.period.provisional && !folder.isFiltered
      && computations.contains { $0.name == InventoryValuation.name }
  }
}
