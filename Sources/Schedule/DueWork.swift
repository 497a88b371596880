package import Publishing
package import Reports
package import Values

/// What the schedules say is due and the output folder does not have.
///
/// The folder alone decides, not what is remembered: a lost state makes nothing twice, and a clock
/// that was set back finds what is published and makes nothing.
package struct DueWork: Sendable {
  /// A report and the period it is due for.
  package struct Item: Hashable, Sendable {
    package var definition: ReportDefinition
    /// Its first and last business date; nil for a report about now.
    package var days: ClosedRange<Day>?
    /// Since when it is due.
    package var since: Instant

    /// A period of a report.
    package init(definition: ReportDefinition, days: ClosedRange<Day>?, since: Instant) {
      self.definition = definition
      self.days = days
      self.since = since
    }

    /// The period as people write it.
    package var label: String {
      guard let days else { return "now" }
      return days.lowerBound == days.upperBound
        ? "\(days.upperBound)" : "\(days.lowerBound)_\(days.upperBound)"
    }
  }

  private let definitions: [ReportDefinition]
  private let calendar: BusinessCalendar
  private let output: String
  private let catchUp: Int

  /// The work of reports below an output folder; `catchUp` bounds how many periods of a report that
  /// were missed are made good for.
  package init(
    _ definitions: [ReportDefinition], calendar: BusinessCalendar, output: String, catchUp: Int
  ) {
    self.definitions = definitions
    self.calendar = calendar
    self.output = output
    self.catchUp = max(1, catchUp)
  }

  /// What is due at an instant, the oldest period first; those that end together in the order of
  /// the reports, and reports about now last.
  package func items(at now: Instant) throws(PublishingError) -> [Item] {
    var items: [Item] = []
    for definition in definitions { items += try self.items(of: definition, at: now) }
    return Self.ordered(items)
  }

  /// The items in the order in which they are made; those of one period stay as they are.
  package static func ordered(_ items: [Item]) -> [Item] {
    items.enumerated().sorted { left, right in
      let last = Day(daysSinceEpoch: .max)
      let (a, b) = (left.element.days, right.element.days)
      let (x, y) = (a?.upperBound ?? last, b?.upperBound ?? last)
      if x != y { return x < y }
      return (a?.lowerBound ?? x, left.offset) < (b?.lowerBound ?? y, right.offset)
    }.map(\.element)
  }

  /// The same for one report.
  func items(
    of definition: ReportDefinition, at now: Instant
  ) throws(PublishingError) -> [Item] {
    let scheduled = ScheduledPeriods(definition: definition, calendar: calendar)
    let published = PublishedReports(output: output)
    guard scheduled.series.isDated else {
      guard let slot = scheduled.slot(at: now) else { return [] }
      let last = (try? published.latest(of: definition.name))?.facts.asOf.instant
      guard (last ?? .distantPast) < slot else { return [] }
      // Since the first that nothing was made for: the present one has only begun. Where nothing was
      // ever made, that is the first of the day.
      let since =
        last.flatMap { scheduled.next(after: $0) } ?? calendar.start(of: calendar.day(of: now))
      return [Item(definition: definition, days: nil, since: min(slot, since))]
    }
    let folder = try ReportFolder(output: output, report: definition.name)
    let pruned = folder.prunedThrough()
    var items: [Item] = []
    for (age, last) in scheduled.complete(at: now, count: catchUp).enumerated() {
      if let pruned, last <= pruned { break }
      let days = scheduled.series.firstDay(endingOn: last)...last
      let item = Item(definition: definition, days: days, since: scheduled.due(endingOn: last))
      guard let name = PeriodFolderName(item.label),
        !Self.isPublished(name, of: definition, in: published)
      else { continue }
      // Before the first that the schedule made there was nothing to miss, whatever old periods
      // somebody asked for by hand.
      if age > 0, try !folder.wasScheduled(scheduled.series, upTo: last) { break }
      items.append(item)
    }
    return items.reversed()
  }

  private static func isPublished(
    _ period: PeriodFolderName, of definition: ReportDefinition, in published: PublishedReports
  ) -> Bool {
    // One that cannot be read is one to make again.
    guard let run = try? published.current(period, of: definition.name),
      !run.facts.period.provisional, run.isWhole
    else { return false }
    // So is an edition of rows that its report shows no more.
    guard let origin = definition.origin,
      let report = try? published.current(period, of: origin.report)
    else { return true }
    return run.facts.editionOfRun == report.id.text
  }
}
