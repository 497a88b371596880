import HTTPTypes
import NIOPosix
import PublishedTables
import ReorderReview
import Reports
import RunStore
import SiteSettings
import Synchronization

/// Where pages and the API meet the review: on threads that may wait, with the latest run.
final class ReviewOffice: Sendable {
  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let state: SiteState
  private let opened = Mutex<ReviewDesk?>(nil)

  init(settings: SiteSettings, catalogue: CatalogueReader, state: SiteState) {
    self.settings = settings
    self.catalogue = catalogue
    self.state = state
  }

  /// The review at the moment of a request.
  struct Moment: Sendable {
    /// The review.
    var desk: ReviewDesk
    /// The run that it shows; nil before the first one.
    var book: ReviewBook?
    /// What a buyer has to know about it, a sentence each.
    var notes: [String]
  }

  /// Does something with the review, after the latest published run was taken over.
  ///
  /// Throws `Refusal` for what cannot be done, but `ReviewError.stale` as it is.
  func work<Value: Sendable>(
    _ body: @escaping @Sendable (Moment) throws -> Value
  ) async throws -> Value {
    do {
      return try await NIOThreadPool.singleton.runIfActive { try body(self.moment()) }
    } catch let error as ReviewError {
      if case .stale = error { throw error }
      throw Refusal(error)
    } catch let error as StateError {
      if case .busy = error.cause {
        throw Refusal(
          .serviceUnavailable, "Try again in a moment", "The review is being changed just now.",
          headers: [.retryAfter: "5"])
      }
      throw error
    }
  }

  private func moment() throws -> Moment {
    let desk = try opened.withLock { opened in
      if let opened { return opened }
      guard let calendar = BusinessCalendar(timeZoneName: settings.timeZone) else {
        throw StateError(unexpected: "no zone \(settings.timeZone)", path: settings.state)
      }
      let desk = ReviewDesk(
        state: try state.makeDatabase(), catalogue: catalogue,
        policy: PolicyFile(path: settings.reorderPolicy), calendar: calendar)
      opened = desk
      return desk
    }
    var notes: [String] = []
    var book: ReviewBook?
    do {
      book = try desk.refresh()
    } catch let error as StateError {
      throw error
    } catch {
      book = try desk.book()
      notes.append(
        "The latest run could not be taken over, so these are older suggestions: whoever runs the"
          + " reports should run 'inventory-reports verify'.")
    }
    if let book { notes += desk.policyNotes(book) }
    return Moment(desk: desk, book: book, notes: notes)
  }
}

extension Refusal {
  /// What the review refused, as an answer.
  init(_ error: ReviewError) {
    let (status, title): (HTTPResponse.Status, String) =
      switch error {
      case .stale, .otherThanSeen, .otherRun: (.preconditionFailed, "Changed meanwhile")
      case .notFound: (.notFound, "Not found")
      case .quantity: (.unprocessableContent, "This cannot be ordered")
      case .reasonMissing: (.unprocessableContent, "A reason is missing")
      case .badDay: (.unprocessableContent, "This day does not do")
      case .notNow: (.conflict, "Not now")
      case .nothingToExport: (.conflict, "Nothing to export")
      case .keyUsed: (.unprocessableContent, "The key was used before")
      }
    self.init(status, title, error.description)
  }
}

extension SiteContext {
  /// Whoever reviews, and who that is to the review.
  func reviewer() throws(Refusal) -> (viewer: Viewer, reviewer: Reviewer) {
    let (viewer, scope) = try viewer(with: .reorderReview)
    let stores: Set<UUIDBytes>? =
      switch scope {
      case .all: nil
      case .only(let stores): stores
      }
    return (viewer, Reviewer(name: viewer.name, stores: stores))
  }
}
