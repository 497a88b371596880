import Values

extension AlertMetrics {
  /// Puts it on a page.
  package func update(_ page: inout MetricsPage) {
    for family in roundFamilies + standingFamilies { page.set(family) }
    page.set(
      .counter(
        RunMetrics.prefix + "deliveries_total",
        help: "Events delivered to a service, attempts that failed, events given up.",
        adding: deliveries.flatMap { sent in
          [
            ("delivered", sent.delivered), ("failed", sent.failed), ("given_up", sent.givenUp),
          ].map { ([.init("service", sent.service), .init("outcome", $0)], $1) }
        }, to: page[RunMetrics.prefix + "deliveries_total"]))
    page.set(
      .histogram(
        RunMetrics.prefix + "delivery_latency_seconds",
        help: "Time from when an event was written to its delivery.",
        adding: deliveries.map { ([.init("service", $0.service)], $0.latency) },
        to: page[RunMetrics.prefix + "delivery_latency_seconds"]))
  }

  private var roundFamilies: [MetricFamily] {
    guard let round else { return [] }
    return [
      family(
        "alerts_last_run_timestamp_seconds", "When the last alerts run ended.",
        [.init([], round.ended.seconds)]),
      family(
        "alerts_last_run_exit_code", "The exit code of that run.",
        [.init([], "\(round.exitCode)")]),
    ]
  }

  private var standingFamilies: [MetricFamily] {
    guard let standing else { return [] }
    func each(_ value: (Service) -> Instant?) -> [MetricFamily.Sample] {
      standing.services.compactMap { service in
        value(service).map { .init([.init("service", service.name)], $0.seconds) }
      }
    }
    return [
      family(
        "alerts_last_decided_timestamp_seconds",
        "The time of the data of the last check.",
        standing.lastRound.map { [.init([], $0.asOf.seconds)] } ?? []),
      family(
        "alerts_watched_products", "Products in stores at the last check.",
        standing.lastRound.map { [.init([], "\($0.watched)")] } ?? []),
      family(
        "alerts_products", "Products in stores by state at the last check.",
        counts("state", standing.states)),
      family(
        "alerts_holds", "Holds: old data, silent stores, a mass change.",
        counts("kind", standing.holds)),
      family(
        "outbox_events", "Events that wait for a service, or were given up.",
        standing.services.flatMap { service in
          [("pending", service.pending), ("dead", service.dead)].map {
            .init([.init("service", service.name), .init("status", $0)], "\($1)")
          }
        }),
      family(
        "outbox_oldest_timestamp_seconds", "When the oldest waiting event was written.",
        each(\.oldestPending)),
      family(
        "service_last_success_timestamp_seconds", "When a service last accepted an event.",
        each(\.lastSuccess)),
      family(
        "service_stopped", "1 when a service is stopped after a 410 answer.",
        standing.services.map {
          .init([.init("service", $0.name)], $0.isStopped ? "1" : "0")
        }),
    ]
  }

  private func counts(_ label: String, _ counts: [String: Int]) -> [MetricFamily.Sample] {
    counts.sorted { $0.key < $1.key }.map { .init([.init(label, $0.key)], "\($0.value)") }
  }

  private func family(
    _ name: String, _ help: String, _ samples: [MetricFamily.Sample]
  ) -> MetricFamily {
    MetricFamily(RunMetrics.prefix + name, help: help, samples)
  }
}
