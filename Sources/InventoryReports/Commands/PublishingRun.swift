import Alerts
import ArgumentParser
import JobRunner
import Postgres
import Reports
import StateStore

/// Runs one request or a series like it, shows what came of it, and knows its exit code.
struct PublishingRun {
  private let request: RunRequest
  private let settings: Settings
  private let publish: PublishOptions
  private let common: CommonOptions
  private let isSingle: Bool
  private let isPartial: Bool

  /// `isSingle` says that it is the request itself that is run, and not a series; `isPartial` that
  /// something could not even begin.
  init(
    _ request: RunRequest, isSingle: Bool = false, isPartial: Bool = false, settings: Settings,
    publish: PublishOptions,
    common: CommonOptions
  ) {
    self.isSingle = isSingle
    self.isPartial = isPartial
    self.request = request
    self.settings = settings
    self.publish = publish
    self.common = common
  }

  /// How it ended, after all was shown.
  struct Ending {
    fileprivate var code: Int32

    /// Throws the exit code unless it is 0.
    func finish() throws {
      if code != 0 { throw ExitCode(code) }
    }
  }

  /// Does the work on a thread of its own; throws what happens before the first run.
  func perform(
    _ body: @escaping @Sendable (RunSeries, ReplicaSet) throws -> RunSeries.Outcome
  ) async throws -> Ending {
    // Before any monitor hears that a run begins.
    try request.check()
    let replicas = try settings.replicas()
    let opened = publish.dryRun ? nil : try settings.openState()
    let state = try? opened?.get()
    var stateError: StateError?
    if case .failure(let error) = opened { stateError = error }
    let logger = common.logger
    let progress = RunProgress(isQuiet: common.quiet || common.json)
    defer { progress.clear() }
    var request = request
    // So a state that is put back finds its folder unchanged.
    if stateError?.cause == .lost { (request.ledger, request.register) = (nil, nil) }
    // What is wrong with it is said at the end: it keeps no report from being made.
    let notices = Result { [request] in
      try opened.flatMap { try ReportNotices(settings, request, in: $0) }
    }
    let teller = try? notices.get()
    teller?.prepare(&request)
    let wanted = request
    let code = try await RunWatch(settings, request, logger: logger).over {
      let outcome = try await interruptible {
        try await runOnOwnThread(named: "run") { cancellation in
          try body(
            RunSeries(
              like: wanted, state: state, logger: logger, cancellation: cancellation,
              events: progress.show, finished: { teller?.write($0) }), replicas)
        }
      }
      progress.clear()
      var ending = try show(outcome, stateError: stateError ?? outcome.stateError)
      let deliveries = try await tell(by: notices)
      let isTold = deliveries?.allSatisfy(\.isComplete) == true
      if isPartial || !isTold, ending.code == 0 { ending.code = ExitStatus.Code.partial }
      return RunWatch.Ending(
        code: ending.code, results: outcome.results, deliveries: deliveries ?? [])
    }
    return Ending(code: code)
  }

  /// Tells other services what was published; gives nil, and says why, when that failed.
  ///
  /// The reports stand whatever comes of it.
  private func tell(
    by notices: Result<ReportNotices?, any Error>
  ) async throws -> [DeliveryResult]? {
    do {
      guard let notices = try notices.get() else { return [] }
      let results = try await interruptible {
        try await runOnOwnThread(named: "notices") { cancellation in
          try notices.deliver(cancellation)
        }
      }
      for problem in DeliveryReport(results: results).problems { Terminal.error(problem) }
      return results
    } catch let stop as Interrupted {
      throw stop
    } catch {
      Terminal.error(
        "the reports are published, but their events failed: \(ExitStatus.message(of: error))")
      return nil
    }
  }

  private func show(_ outcome: RunSeries.Outcome, stateError: StateError?) throws -> Ending {
    try RunSummary(
      outcome.results, error: outcome.error, definitions: request.definitions.withEditions,
      currency: request.currency, isSingle: isSingle
    ).print(as: common, evenUnwatched: publish.dryRun)
    var code = ExitStatus.code(of: outcome.results.flatMap(\.outcomes))
    if let error = outcome.error {
      Terminal.error(ExitStatus.message(of: error))
      let isPartial = outcome.results.flatMap(\.outcomes).contains { $0.error == nil }
      let other = ExitStatus.code(of: error)
      // What failed counts more than what could not be asked for.
      let isOfRequest = other == ExitStatus.Code.usage && code != 0
      code = isPartial ? ExitStatus.Code.partial : isOfRequest ? code : other
    }
    if let stateError {
      let isMade = outcome.results.flatMap(\.outcomes).contains { $0.error == nil }
      let reports = isMade ? "The reports were made; the run" : "The run"
      Terminal.error("\(stateError). \(reports) was not recorded")
      if code == 0 { code = ExitStatus.Code.partial }
    }
    return Ending(code: code)
  }
}
