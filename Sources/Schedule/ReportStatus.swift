package import Publishing
package import Reports
package import StateStore
package import Values

/// Where one report stands: what is published, what is due, what went wrong last.
package struct ReportStatus: Sendable {
  package enum Standing: String, Sendable {
    /// Everything that is due is published.
    case good
    /// A run is making it.
    case running
    /// It is due, and not for long.
    case due
    /// It is due for too long.
    case overdue
    /// It has no schedule and nothing of it is published.
    case unscheduled
  }

  package var definition: ReportDefinition
  package var standing: Standing
  /// The run that `latest` shows.
  package var last: PublishedRun?
  /// What is due and not published, the oldest first.
  package var due: [DueWork.Item]
  /// When it becomes due next; nil without a schedule.
  package var nextDue: Instant?
  /// The newest failure since the last good run.
  package var failure: RunRecord?
  /// Who is making it; nil when nobody is, or when this user may not look.
  package var holder: String?
  /// Why it is not known whether anybody is making it.
  package var blindness: PublishingError?
  /// The checks that warned in the last run.
  package var warnings: [String]
}

/// Looks where all reports stand, by the output folder and, where there is one, by the state.
package struct StatusBoard {
  private let definitions: [ReportDefinition]
  private let calendar: BusinessCalendar
  private let output: String
  private let history: RunHistory?
  private let catchUp: Int

  /// How long a report may be due before it is overdue; nil for the usual times.
  package var grace: Duration?

  /// A board of reports below an output folder.
  package init(
    _ definitions: [ReportDefinition], calendar: BusinessCalendar, output: String,
    state: StateDatabase?, catchUp: Int
  ) {
    self.definitions = definitions
    self.calendar = calendar
    self.output = output
    self.catchUp = catchUp
    history = state.map { RunHistory($0, output: OutputPath.real(output)) }
  }

  /// Every report, in order, at an instant.
  package func reports(at now: Instant) throws -> [ReportStatus] {
    let work = DueWork(definitions, calendar: calendar, output: output, catchUp: catchUp)
    return try definitions.map { definition in
      let scheduled = ScheduledPeriods(definition: definition, calendar: calendar)
      let last = try? PublishedReports(output: output).latest(of: definition.name)
      let due = try work.items(of: definition, at: now)
      var (holder, blindness) = (String?.none, PublishingError?.none)
      do throws(PublishingError) {
        holder = try RunLock.holder(output: output, report: definition.name)
      } catch {
        blindness = error
      }
      return ReportStatus(
        definition: definition,
        standing: try standing(
          scheduled, due: due, isRunning: holder != nil, isPublished: last != nil, at: now),
        last: last, due: due, nextDue: due.first?.since ?? scheduled.next(after: now),
        failure: try failure(of: definition, due: due, since: last), holder: holder,
        blindness: blindness,
        warnings: last?.facts.warnings.map(\.line) ?? [])
    }
  }

  /// The newest records, with those whose process died called what they are.
  package func records(of report: String?, limit: Int) throws -> [RunRecord] {
    let known = try history?.records(of: report, limit: limit).map(judged) ?? []
    return Array(
      try (known + forgotten(of: report, limit: limit, known: known)).sorted {
        ($0.started, $0.report) > ($1.started, $1.report)
      }.prefix(limit))
  }

  /// The newest published runs that are not remembered, from their manifests.
  private func forgotten(
    of report: String?, limit: Int, known: [RunRecord]
  ) throws -> [RunRecord] {
    let published = PublishedReports(output: output)
    let oldest = known.count < limit ? nil : known.map(\.started).min()
    return try (report.map { [$0] } ?? published.reports()).flatMap { name in
      let ids = Set(known.filter { $0.report == name }.map(\.run))
      return try published.newestRuns(of: name, limit: limit).compactMap { id -> RunRecord? in
        if let oldest, id.startedBefore(oldest) { return nil }
        return ids.contains(id.text) ? nil : published.record(of: id, report: name)
      }
    }
  }

  /// The newest run by the database's clock, to tell a clock here that was set back.
  package static func newestSnapshot(of reports: [ReportStatus]) -> Instant? {
    reports.compactMap { $0.last?.facts.asOf.instant }.max()
  }

  private func standing(
    _ scheduled: ScheduledPeriods, due: [DueWork.Item], isRunning: Bool, isPublished: Bool,
    at now: Instant
  ) throws -> ReportStatus.Standing {
    let schedule = scheduled.definition.schedule
    guard !due.isEmpty else {
      if isRunning { return .running }
      return isPublished || schedule != .manual ? .good : .unscheduled
    }
    let usual: Duration = schedule == .hourly ? .seconds(2 * 3_600) : .seconds(6 * 3_600)
    if let since = try expected(scheduled, due: due, isPublished: isPublished) {
      let length = Duration.microseconds(now.microseconds - since.microseconds)
      if length > grace ?? usual { return .overdue }
    }
    return isRunning ? .running : .due
  }

  /// Since when what is due was to be made; nil when that is not to be expected.
  ///
  /// What was due before anything was ever made here is not. What the schedule never made is expected
  /// from its first time after that on, though newer periods take the place of those that were missed.
  private func expected(
    _ scheduled: ScheduledPeriods, due: [DueWork.Item], isPublished: Bool
  ) throws -> Instant? {
    guard let first = try PublishedReports(output: output).firstStart() else {
      return due.map(\.since).min()
    }
    let folder = try ReportFolder(output: output, report: scheduled.definition.name)
    let isMade =
      try scheduled.series.isDated
      ? folder.wasScheduled(scheduled.series, upTo: Day(daysSinceEpoch: .max)) : isPublished
    return isMade
      ? due.map(\.since).filter { $0 > first }.min() : scheduled.next(after: first)
  }

  /// The newest failure of the schedule that nothing has made good for: one of a period that is still
  /// due, or one since the last good run.
  private func failure(
    of definition: ReportDefinition, due: [DueWork.Item], since last: PublishedRun?
  ) throws -> RunRecord? {
    let missing = Set(due.map(\.label))
    var isNewest = true
    var made: Set<String> = []
    let series = ScheduledSeries(definition)
    for record in try history?.records(of: definition.name, limit: 50) ?? []
    where series.contains(recorded: record.period) {
      let record = judged(record)
      let period = record.period ?? ""
      switch record.state {
      case .running: continue
      case .published:
        isNewest = false
        made.insert(period)
      case .failed, .abandoned:
        let isLater = last.map { record.started > $0.facts.started.instant } ?? true
        if isNewest && isLater || missing.contains(period) && !made.contains(period) {
          return record
        }
      }
    }
    return nil
  }

  /// A record that says running while nobody holds the lock is of a process that died; who may not see
  /// the lock cannot tell.
  private func judged(_ record: RunRecord) -> RunRecord {
    guard record.state == .running, isIdle(record.report) else { return record }
    var record = record
    let published = PublishedReports(output: output)
    let isThere =
      RunID(record.run).flatMap { published.record(of: $0, report: record.report) } != nil
    record.state = isThere ? .published : .abandoned
    if !isThere { record.error = "process \(record.process) on \(record.host) died" }
    return record
  }

  /// Whether it is certain that nobody is making a report.
  private func isIdle(_ report: String) -> Bool {
    do {
      return try RunLock.holder(output: output, report: report) == nil
    } catch {
      return false
    }
  }
}
