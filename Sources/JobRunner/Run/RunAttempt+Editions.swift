import Publishing
import Reports

/// Editions are published once their report is.
extension RunAttempt {
  /// Publishes the editions of a report that is shown; one that fails keeps nothing else from being
  /// shown.
  mutating func publishEditions(
    of report: WrittenReport, _ publication: Publication, shownAs shown: ReportOutcome.Ending,
    at snapshot: Snapshot
  ) {
    guard let run = shown.run else { return }
    var publication = publication
    publication.editionOfRun = run.id.text
    for edition in report.editions {
      let begun = ContinuousClock.now
      let ending: ReportOutcome.Ending
      do {
        if edition.failure == nil, let shown = former.complete(edition.plan, of: run),
          try edition.isSame(as: shown)
        {
          ending = .alreadyPublished(shown)
        } else {
          ending = .published(try report.publish(edition, like: publication))
        }
      } catch {
        ending = .failed(error)
      }
      settle(
        edition: edition.plan, ending, at: snapshot, written: edition,
        took: ContinuousClock.now - begun)
    }
  }
}
