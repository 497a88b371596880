import PublishedTables
import Publishing
import Reports

extension RunMetrics {
  /// What the reports that are shown now say of themselves.
  func figureFamilies(_ latest: [String: PublishedRun]) -> [MetricFamily] {
    let runs = latest.sorted { $0.key < $1.key }
    func each(_ value: (RunFacts) -> String?) -> [MetricFamily.Sample] {
      runs.compactMap { report, run in
        value(run.facts).map { .init([.init("report", report)], $0) }
      }
    }
    let rows = runs.flatMap { report, run in
      run.facts.rows.sorted { $0.key < $1.key }.map { table, rows in
        MetricFamily.Sample([.init("report", report), .init("table", table)], "\(rows)")
      }
    }
    return [
      family(
        "as_of_timestamp_seconds", "The moment of the database that the latest run shows.",
        each { $0.asOf.instant.seconds }),
      family(
        "period_end_timestamp_seconds", "The end of the period of the latest run.",
        each { $0.period.end.instant.seconds }),
      family("rows", "Rows of each table of the latest run.", rows),
      family("bytes", "Size of the files of the latest run.", runs.flatMap(bytes)),
      family(
        "checks", "Checks of the latest run by what came of them.", runs.flatMap(checks)),
      family(
        "source_replay_timestamp_seconds",
        "The commit time of the last transaction that the server of the latest run had replayed.",
        each { $0.source.replayTime?.instant.seconds }),
      family(
        "source_lag_seconds", "How far the server of the latest run was behind its primary.",
        each { facts in
          facts.source.lagMilliseconds.map { Instant(microseconds: Int64($0) * 1_000).seconds }
        }),
      family(
        "stock_value", "Value of the stock at cost by store, in the latest inventory-valuation.",
        latest["inventory-valuation"].map(stockValue) ?? []),
      family(
        "movements", "Stock movements by store and type, in the latest movement-summary.",
        latest["movement-summary"].map(movements) ?? []),
    ]
  }

  private func bytes(_ report: String, _ run: PublishedRun) -> [MetricFamily.Sample] {
    Dictionary(grouping: run.package.resources, by: \.format).sorted { $0.key < $1.key }.map {
      .init(
        [.init("report", report), .init("format", $0.key)],
        "\($0.value.map(\.bytes).reduce(0, +))")
    }
  }

  private func checks(_ report: String, _ run: PublishedRun) -> [MetricFamily.Sample] {
    ["passed", "warned"].map { outcome in
      .init(
        [.init("report", report), .init("outcome", outcome)],
        "\(run.facts.checks.count { $0.outcome == outcome })")
    }
  }

  private func stockValue(_ run: PublishedRun) -> [MetricFamily.Sample] {
    rows(of: "by_store", in: run).compactMap { row in
      guard let store = row["key"], let value = row["cost_value"] else { return nil }
      return .init(
        [
          .init("store_id", store), .init("store", row["name"] ?? ""),
          .init("currency", run.facts.currency),
        ], value)
    }
  }

  /// The count of all units of measure together: a movement has one.
  private func movements(_ run: PublishedRun) -> [MetricFamily.Sample] {
    var counts: [[MetricFamily.Label]: Int] = [:]
    for row in rows(of: "by_type", in: run) {
      let labels: [MetricFamily.Label] = [
        .init("store_id", row["store_id"] ?? ""), .init("store", row["store_name"] ?? ""),
        .init("type", row["movement_type"] ?? ""),
      ]
      counts[labels, default: 0] += row["movements"].flatMap { Int(count: $0) } ?? 0
    }
    return counts.sorted { left, right in
      left.key.map(\.value).lexicographicallyPrecedes(right.key.map(\.value))
    }.map { .init($0.key, "\($0.value)") }
  }

  /// The rows of a table by the columns' keys.
  ///
  /// None when the run has no CSV file of it, one that cannot be read, or a larger one than is worth
  /// reading for a few figures.
  private func rows(of key: String, in run: PublishedRun) -> [[String: String]] {
    guard let table = PublishedTable(key, of: run), table.resource.bytes <= 1 << 20 else {
      return []
    }
    let keys = table.columns.map(\.key)
    var rows: [[String: String]] = []
    do {
      try table.forEachRow { fields in
        rows.append(Dictionary(zip(keys, fields), uniquingKeysWith: { first, _ in first }))
      }
    } catch {
      return []
    }
    return rows
  }
}
