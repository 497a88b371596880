import HTTPTypes
import PublishedTables
import ReorderReview
import SiteSettings
import StateStore
import Synchronization
import Values

/// Where pages and the API meet the review: on the state's threads, with the latest run.
final class ReviewAccess: Sendable {
  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let state: SiteState
  /// How long a look waits for another process before it shows the review as it was.
  private let pageWait: Duration
  /// The import of the latest run, while it runs.
  private let running = Mutex<RunningImport?>(nil)

  /// An import that runs.
  private struct RunningImport: Sendable {
    final class Progress: Sendable {
      /// Whether no other process holds the state any more, so that the end is near.
      let hasBegun = Atomic(false)
    }

    let progress: Progress
    let task: Task<Void, any Error>
  }

  init(
    settings: SiteSettings, catalogue: CatalogueReader, state: SiteState, pageWait: Duration
  ) {
    self.settings = settings
    self.catalogue = catalogue
    self.state = state
    self.pageWait = pageWait
  }

  /// The review at the moment of a request.
  struct Moment: Sendable {
    /// The review.
    var service: ReviewService
    /// The run that it shows; nil before the first one.
    var book: ReviewBook?
    /// What a buyer has to know about it, a sentence each.
    var notes: [String]
  }

  /// Looks at the review, after the latest published run was imported; while that has to wait for
  /// another process, at the review as it was.
  ///
  /// Throws `HTTPProblem` for what cannot be done.
  func look<Value: Sendable>(
    _ body: @escaping @Sendable (Moment) throws -> Value
  ) async throws -> Value {
    try await refusing {
      // A state is made before the first run, too.
      let database =
        if let found = try await self.state.look({ $0 }) { found } else {
          try await self.state.change { $0 }
        }
      let service = try self.service(database)
      let note = try await self.importLatest(service)
      return try await self.state.look { _ in
        try body(
          Moment(service: service, book: service.book(), notes: [note].compactMap { $0 }))
      }
    }
  }

  /// Changes the review, after the latest published run was imported.
  ///
  /// Throws `HTTPProblem` for what cannot be done, but `ReviewError.stale` as it is.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (ReviewService) throws -> Value
  ) async throws -> Value {
    try await refusing {
      try await self.state.change { database in
        let service = try self.service(database)
        do {
          try service.refresh()
        } catch  where !(error is StateError) {
          // A run that cannot be read leaves the review as it was.
        }
        return try body(service)
      }
    }
  }

  private func refusing<Value: Sendable>(
    _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch let error as ReviewError {
      if case .stale = error { throw error }
      throw HTTPProblem(error)
    }
  }

  private func service(_ state: StateDatabase) throws -> ReviewService {
    guard let calendar = BusinessCalendar(timeZoneName: settings.timeZone) else {
      throw StateError(unexpected: "no zone \(settings.timeZone)", path: settings.state)
    }
    return ReviewService(state: state, catalogue: catalogue, calendar: calendar)
  }

  /// Imports the latest published run when it is another one, once for all requests meanwhile;
  /// gives what a buyer has to know when that cannot be done.
  private func importLatest(_ service: ReviewService) async throws -> String? {
    do {
      guard try await state.look({ _ in try service.isBehind() }) else { return nil }
      let running = beginImport(service)
      if try await running.task.value(within: pageWait) == nil {
        guard running.progress.hasBegun.load(ordering: .relaxed) else { return Self.waits }
        try await running.task.value
      }
      return nil
    } catch let error where (error as? StateError)?.cause == .busy || error is HTTPProblem {
      return Self.waits
    } catch let error as StateError {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return
        "These are older suggestions: the latest run cannot be read. Ask the operator of the reports to"
        + " run 'inventory-reports verify'."
    }
  }

  private static let waits =
    "These are older suggestions: a newer run is published, and another job is using the state. Load"
    + " the page again in a moment."

  private func beginImport(_ service: ReviewService) -> RunningImport {
    running.withLock { current in
      if let current { return current }
      let progress = RunningImport.Progress()
      let task = Task {
        defer { self.running.withLock { $0 = nil } }
        _ = try await self.state.change { _ in
          try service.refresh { progress.hasBegun.store(true, ordering: .relaxed) }
        }
      }
      let begun = RunningImport(progress: progress, task: task)
      current = begun
      return begun
    }
  }
}

extension HTTPProblem {
  /// What the review refused, as an answer.
  init(_ error: ReviewError) {
    let type: ProblemType =
      switch error {
      case .stale, .otherThanSeen, .otherRun: .changedMeanwhile
      case .notFound: .notFound
      case .quantity, .reasonMissing, .badDay, .tooLarge: .invalidDecision
      case .notNow: .notNow
      case .noSupplier: .noSupplier
      case .nothingToExport: .nothingToExport
      case .keyUsed: .keyReused
      }
    self.init(type, error.description)
  }
}

extension SiteContext {
  /// The reviewer, and their name in the review.
  func reviewer() throws(HTTPProblem) -> (viewer: Viewer, reviewer: Reviewer) {
    let (viewer, scope) = try viewer(with: .reorderReview)
    let stores: Set<UUIDBytes>? =
      switch scope {
      case .all: nil
      case .only(let stores): stores
      }
    return (viewer, Reviewer(name: viewer.actor, stores: stores))
  }
}
