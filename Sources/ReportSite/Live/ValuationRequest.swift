import Publishing
import Reports
import Values

/// Which valuation is asked for: the stock at the end of `to`, and its change since before `from`.
struct ValuationRequest: Hashable, Sendable {
  /// The business date whose end is valued.
  var date: Day
  /// The business date that it is compared with: the day before `from`.
  var compareWith: Day
  /// The ids of the stores, sorted; all when empty.
  var stores: [String]
  /// Whether a store was named; else they are what the viewer may see.
  var namesStore: Bool

  /// Throws 400 for days that are none, and 403 for a store that may not be seen.
  init(_ values: FormValues, scope: StoreScope) throws(HTTPProblem) {
    func day(_ name: String) throws(HTTPProblem) -> Day {
      guard let text = values[name], let day = Day(text), day > Day(daysSinceEpoch: 0) else {
        throw .badRequest("'\(name)' must be a day such as 2026-11-21.")
      }
      return day
    }
    let first = try day("from")
    date = try day("to")
    guard first <= date else { throw .badRequest("'from' must not be after 'to'.") }
    compareWith = Day(daysSinceEpoch: first.daysSinceEpoch - 1)
    let store = try values.store("store_id")
    namesStore = store != nil
    stores = try scope.stores(asked: store)?.map(\.description).sorted() ?? []
    if scope != .all, stores.isEmpty {
      throw HTTPProblem(.notAllowed, "You may not see any store.")
    }
  }

  /// Whether a published run is what is asked for: of these days in this zone, over by then, in this
  /// currency and of these stores.
  func isAnswered(by run: PublishedRun, in calendar: BusinessCalendar, currency: String) -> Bool {
    let facts = run.facts
    guard run.periodFolder?.to == date, !facts.period.provisional,
      facts.period.timeZone == calendar.timeZoneName, facts.currency == currency
    else { return false }
    let stores: [String] =
      if case .list(let stores)? = facts.parameters["stores"] { stores } else { [] }
    return facts.parameters["compare_with"] == .text(compareWith.description)
      && stores.map { $0.lowercased() }.sorted() == self.stores
  }
}
