import Hummingbird
import Publishing
import Reports

/// Which valuation is asked for: the stock at the end of `to`, and its change since before `from`.
struct ValuationRequest: Hashable, Sendable {
  /// The business date whose end is valued.
  var date: Day
  /// The business date that it is compared with: the day before `from`.
  var compareWith: Day
  /// The ids of the stores, sorted; all when empty.
  var stores: [String]

  /// Throws 400 for days that are none, and 403 for a store that may not be seen.
  init(_ request: Request, scope: StoreScope) throws(Refusal) {
    func day(_ name: String) throws(Refusal) -> Day {
      guard let text = request.uri.queryParameters[name[...]], let day = Day(text),
        day > Day(daysSinceEpoch: 0)
      else { throw .badRequest("'\(name)' must be a day such as 2026-11-21.") }
      return day
    }
    let first = try day("from")
    date = try day("to")
    guard first <= date else { throw .badRequest("'from' must not be after 'to'.") }
    compareWith = Day(daysSinceEpoch: first.daysSinceEpoch - 1)
    stores =
      try scope.stores(asked: try request.store())?.map(\.description).sorted() ?? []
    if scope != .all, stores.isEmpty {
      throw Refusal(.forbidden, "Not allowed", "You may not see any store.")
    }
  }

  /// Whether a published run is what is asked for.
  func isAnswered(by run: PublishedRun) -> Bool {
    guard run.periodFolder?.to == date, !run.facts.period.provisional else { return false }
    let stores: [String] =
      if case .list(let stores)? = run.facts.parameters["stores"]?.value { stores } else { [] }
    return run.facts.parameters["compare_with"]?.value == .text(compareWith.description)
      && stores.map { $0.lowercased() }.sorted() == self.stores
  }
}
