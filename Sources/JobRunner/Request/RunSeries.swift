package import Logging
package import Postgres
import Publishing
import Reports
import Schedule
package import StateStore
package import Values

/// Several runs one after the other: what is due, or the periods of a stretch of history.
package struct RunSeries {
  /// What came of it: each run that was made, and why others were not.
  package struct Outcome: Sendable {
    /// The results, in order.
    package var results: [RunResult] = []
    /// What concerned all reports of a run that was not made.
    ///
    /// The runs after it were not begun, unless it was of days before the ledger.
    package var error: (any Error)?
    /// The first thing that could not be remembered.
    package var stateError: StateError? { results.compactMap(\.stateError).first }
  }

  private let base: RunRequest
  private let state: StateDatabase?
  private let logger: Logger
  private let cancellation: RunCancellation
  private let events: (RunEvent) -> Void
  private let finished: (RunResult) -> Void

  /// A series of runs that are like a request but for their reports and days.
  ///
  /// `events` is called on the thread that runs, and `finished` there after each run.
  package init(
    like base: RunRequest, state: StateDatabase?, logger: Logger, cancellation: RunCancellation,
    events: @escaping (RunEvent) -> Void,
    finished: @escaping (RunResult) -> Void = { _ in }
  ) {
    self.base = base
    self.state = state
    self.logger = logger
    self.cancellation = cancellation
    self.events = events
    self.finished = finished
  }

  /// Makes the request itself.
  ///
  /// Blocks. Throws what concerns all of its reports.
  package func run(on replicas: ReplicaSet) throws -> Outcome {
    Outcome(results: [try make(base, on: replicas)])
  }

  /// Makes what is due by the database's clock, the oldest period first; blocks.
  ///
  /// This machine's own clock has no say in what is made. Throws what happens before the first run.
  package func runDue(on replicas: ReplicaSet, catchUp: Int) throws -> Outcome {
    let work = DueWork(
      base.definitions.withEditions, calendar: base.calendar, output: base.output,
      catchUp: catchUp)
    var base = base
    base.isDue = true
    let now: Instant
    do {
      let servers = try replicas.candidates(logger: logger, cancellation: cancellation)
      // Never empty: without a server it throws.
      now = base.now ?? servers.usable[0].facts.clock
    } catch {
      // By this clock, only to say which reports are kept from being made.
      let waiting = (try? work.items(at: Instant.now)) ?? []
      remember("\(error)", for: Set(waiting.map(\.definition.name)).sorted())
      throw error
    }
    if !base.dryRun {
      // What a run that died left is put right also when nothing is due any more.
      for definition in base.definitions.withEditions {
        try ReportFolder(output: base.output, report: definition.name).sweep(
          ScheduledSeries(definition))
      }
    }
    let items = DueWork.made(try work.items(at: now), with: base.definitions)
    return try run(DueWork.requests(for: items, like: base), on: replicas)
  }

  /// Makes the scheduled periods of the reports that end in a stretch of days, the oldest first.
  ///
  /// Those of a report without a schedule are its days. A period that is refused, as before the ledger,
  /// keeps no later one from being made. Blocks. Throws only when it is stopped.
  package func backfill(
    _ days: ClosedRange<Day>, on replicas: ReplicaSet
  ) throws -> Outcome {
    var items: [DueWork.Item] = []
    for definition in base.definitions {
      let scheduled = ScheduledPeriods(definition: definition, calendar: base.calendar)
      for distance in 0...days.lowerBound.distance(to: days.upperBound) {
        let last = days.lowerBound.advanced(by: distance)
        guard (scheduled.series.lastDay(onOrBefore: last) ?? last) == last else { continue }
        items.append(
          DueWork.Item(
            definition: definition, days: scheduled.series.firstDay(endingOn: last)...last,
            since: scheduled.due(endingOn: last)))
      }
    }
    return try run(DueWork.requests(for: DueWork.ordered(items), like: base), on: replicas)
  }

  private func run(_ requests: [RunRequest], on replicas: ReplicaSet) throws -> Outcome {
    var outcome = Outcome()
    var refused = 0
    var first: Day?
    for request in requests {
      if let first, let last = request.dates.last, last < first {
        refused += 1
        continue
      }
      do {
        outcome.results.append(try make(request, on: replicas))
      } catch let error as JobError where error.beginning != nil {
        // The periods after it may be made.
        first = error.beginning
        refused += 1
        outcome.error = outcome.error ?? error
      } catch {
        if cancellation.isCancelled { throw error }
        outcome.error = error
        return outcome
      }
    }
    if refused > 1, let error = outcome.error {
      outcome.error = JobError.usage(
        "\(error); \(refused) periods are not made for this reason")
    }
    return outcome
  }

  private func make(_ request: RunRequest, on replicas: ReplicaSet) throws -> RunResult {
    let result = try JobRunner(
      request, state: state, logger: logger, cancellation: cancellation, events: events
    ).run(on: replicas)
    finished(result)
    return result
  }

  /// Writes down that reports could not even be begun.
  private func remember(_ reason: String, for reports: [String]) {
    let journal = RunJournal(state, output: base.output)
    let now = Instant.now
    journal.begin(
      RunID(startedAt: now), attempt: 1, started: now,
      periods: Dictionary(reports.map { ($0, nil) }, uniquingKeysWith: { $1 }))
    journal.fail(cancellation.isCancelled ? "stopped" : reason)
  }
}

extension DueWork {
  /// The requests that do the work: one for all that is read for the same days, oldest first.
  ///
  /// Reports about now are read with the newest days.
  static func requests(for items: [Item], like base: RunRequest) -> [RunRequest] {
    var requests: [RunRequest] = []
    for item in items {
      let dates = item.days.map { days in
        days.lowerBound == days.upperBound
          ? RunRequest.Dates.day(days.upperBound)
          : .range(days.lowerBound, days.upperBound)
      }
      if let last = requests.indices.last, dates == nil || requests[last].dates == dates {
        requests[last].definitions.append(item.definition)
      } else {
        var request = base
        request.definitions = [item.definition]
        request.areNamed = false
        request.completeOnly = true
        request.dates = dates ?? .lastCompleteDay
        requests.append(request)
      }
    }
    return requests
  }
}
