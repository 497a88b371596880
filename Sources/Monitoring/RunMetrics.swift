import Publishing
package import Values

/// What is measured of reports at the end of a command.
///
/// What a report says comes from the run that its `latest` shows, so that nothing is lost with the
/// metrics file; when it was made last, and how that ended, from this command or from the page
/// before it. So a failure leaves the last success where it was.
///
/// Other rooms put their own families on the page (`MetricsPage.set`); this one leaves them alone.
package struct RunMetrics: Sendable {
  static let prefix = "inventory_reports_"

  /// The reports that there are; others are forgotten.
  package var reports: [String]
  /// What this command did.
  package var ends: [ReportEnd]
  package var output: String
  /// ISO 4217 code of the money.
  package var currency: String
  package var version: String
  /// When the command ended, and with which exit code.
  package var ended: Instant
  /// The command's exit code.
  package var exitCode: Int32

  package init(
    reports: [String], ends: [ReportEnd], output: String, currency: String, version: String,
    ended: Instant, exitCode: Int32
  ) {
    self.reports = reports
    self.ends = ends
    self.output = output
    self.currency = currency
    self.version = version
    self.ended = ended
    self.exitCode = exitCode
  }

  /// Puts it on a page.
  package func update(_ page: inout MetricsPage) {
    let published = PublishedReports(output: output)
    let latest = Dictionary(
      reports.compactMap { name in
        ((try? published.latest(of: name)) ?? nil).map { (name, $0) }
      }, uniquingKeysWith: { $1 })
    for family in commandFamilies(page, latest) + figureFamilies(latest) { page.set(family) }
  }

  /// When what was done last, and how it ended.
  private func commandFamilies(
    _ page: MetricsPage, _ latest: [String: PublishedRun]
  ) -> [MetricFamily] {
    let successes = reports.compactMap { report in
      let known = [
        ends.last { $0.report == report && $0.published != nil }?.ended.seconds,
        former("last_success_timestamp_seconds", report, page),
        latest[report]?.facts.finished.instant.seconds,
      ].compactMap(\.self)
      return known.max { (Double($0) ?? 0) < (Double($1) ?? 0) }.map { sample(report, $0) }
    }
    let completions = reports.compactMap { report in
      (ends.last { $0.report == report }?.ended.seconds
        ?? former("last_completion_timestamp_seconds", report, page)).map { sample(report, $0) }
    }
    let codes = reports.compactMap { report in
      (ends.last { $0.report == report }.map { "\($0.exitCode)" }
        ?? former("last_exit_code", report, page)).map { sample(report, $0) }
    }
    return [
      family("build_info", "The program's version.", [.init([.init("version", version)], "1")]),
      family(
        "last_command_timestamp_seconds", "When the last command that makes reports ended.",
        [.init([], ended.seconds)]),
      family(
        "last_command_exit_code", "The exit code of that command.", [.init([], "\(exitCode)")]),
      family(
        "last_success_timestamp_seconds", "When the report was last published.", successes),
      family(
        "last_completion_timestamp_seconds",
        "When the last attempt at the report ended, published or not.", completions),
      family(
        "last_exit_code", "The exit code of that attempt; 0 when the report is published.", codes),
      family(
        "stage_duration_seconds", "How long each stage of the last attempt took.",
        reports.flatMap { durations(of: $0, page) }),
    ]
  }

  private func durations(of report: String, _ page: MetricsPage) -> [MetricFamily.Sample] {
    guard let end = ends.last(where: { $0.report == report && !$0.stages.isEmpty }) else {
      return page[Self.prefix + "stage_duration_seconds"]?.samples
        .filter { $0.label("report") == report } ?? []
    }
    return end.stages.sorted { $0.key < $1.key }.map { stage, milliseconds in
      .init(
        [.init("report", report), .init("stage", stage)],
        Instant(microseconds: Int64(milliseconds) * 1_000).seconds)
    }
  }

  private func former(_ name: String, _ report: String, _ page: MetricsPage) -> String? {
    page[Self.prefix + name]?.samples.first { $0.label("report") == report }?.value
  }

  private func sample(_ report: String, _ value: String) -> MetricFamily.Sample {
    .init([.init("report", report)], value)
  }

  func family(
    _ name: String, _ help: String, _ samples: [MetricFamily.Sample]
  ) -> MetricFamily {
    MetricFamily(Self.prefix + name, help: help, samples)
  }
}

extension Instant {
  /// Seconds since 1970 as a decimal number, exact.
  var seconds: String {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest != 0 else { return "\(whole)" }
    let digits = String(rest.magnitude + 1_000_000).dropFirst()
    return (microseconds < 0 ? "-" : "") + "\(whole.magnitude).\(digits)"
  }
}
