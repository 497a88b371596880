import PublishedTables
import Publishing
import Reports
public import StateStore

extension ReviewService {
  /// Whether another run is published than the one that the review shows.
  ///
  /// It only looks, and waits for nobody who changes the state.
  public func isBehind() throws -> Bool {
    guard let report = try catalogue.current().report(Self.report), report.latest != nil else {
      return false
    }
    return try report.latestRun.map { $0.id.text } != book()?.run
  }

  /// Takes the latest published run over when it is another one, and gives what the review shows.
  ///
  /// `latest` names the unfiltered run of the latest business date. Nil before the first one. While
  /// nothing is published this only asks for times of folders. Throws what keeps the run from being
  /// read; the review stays as it was. Calls `onBegin` once no other process holds the state.
  @discardableResult
  public func refresh(onBegin: () -> Void = {}) throws -> ReviewBook? {
    var book = try book()
    // Another process may take a run over meanwhile: then look again which one is the latest.
    for _ in 0..<3 {
      guard let report = try catalogue.current().report(Self.report), report.latest != nil else {
        return book
      }
      guard let run = report.latestRun else { throw SuggestionError(column: "datapackage.json") }
      guard book?.run != run.id.text else { return book }
      guard let table = PublishedTable("suggestions", of: run) else {
        throw SuggestionError(column: "suggestions.csv")
      }
      let known = book?.run
      let now = clock()
      book = try state.changeReview(of: output) { review -> ReviewBook? in
        onBegin()
        guard review.book?.run == known else { return review.book }
        let facts = run.facts
        let taken = ReviewBook(
          run: run.id.text, day: facts.period.to, asOf: facts.asOf.instant, takenAt: now,
          currency: facts.currency)
        _ = try ReviewImport(taken).perform(in: review) { body in
          try Self.forEachSuggestion(in: table, body)
        }
        return try review.reread()
      }
    }
    return book
  }

  private static func forEachSuggestion(
    in table: PublishedTable, _ body: (Suggestion) throws -> Void
  ) throws {
    var places: [String: Int] = [:]
    for column in Suggestion.columns {
      guard let place = table.index(of: column) else { throw SuggestionError(column: column) }
      places[column] = place
    }
    for column in Suggestion.laterColumns { places[column] = table.index(of: column) }
    try table.forEachRow { row in
      try body(Suggestion { name in places[name].map { row[$0] } ?? "" })
    }
  }
}
