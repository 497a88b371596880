import Foundation
import Values
import Yams

extension ReportExample {
  /// The example in the report's folder `example`, or everything that is wrong with it; nil when the
  /// report has none.
  public static func load(
    for report: ReportDefinition
  ) throws(DefinitionProblems) -> ReportExample? {
    let folder = (report.folder as NSString).appendingPathComponent("example")
    guard LoadingFile.kind(of: folder) == .typeDirectory else { return nil }
    let file = LoadingFile(path: (folder as NSString).appendingPathComponent("example.yml"))
    let example = file.text().flatMap { file.root(of: $0) }
      .flatMap { ReportExampleReading(report: report, folder: folder, file: file).example($0) }
    guard let example, file.problems.isEmpty else { throw DefinitionProblems(file.problems) }
    return example
  }
}

/// Reads an example.yml and looks for the files beside it.
private struct ReportExampleReading {
  let report: ReportDefinition
  let folder: String
  let file: LoadingFile

  func example(_ root: LoadingNode) -> ReportExample? {
    let keys = [
      "time_zone", "now", "parameters", "policy", "finance_policy", "prices", "before",
    ]
    guard let map = LoadingMap(root, keys: keys) else { return nil }
    let zone = map.text("time_zone")
    if let zone, BusinessCalendar(timeZoneName: zone) == nil {
      map["time_zone"]?.problem("is '\(zone)', which is not an IANA time zone")
    }
    let now = map.required("now").flatMap { $0.instant() }
    let given = path("given.sql")
    if LoadingFile.kind(of: given) != .typeRegular {
      file.problem("lacks its given.sql", remedy: "write the INSERTs of the example into it")
    }
    let parameters = map["parameters"].map(parameters) ?? [:]
    let policy = map["policy"].map { ReorderPolicy($0, file: file) }
    let finance = map["finance_policy"].map { FinancePolicy($0) }
    let prices = map["prices"].flatMap(prices)
    let tables = tableFiles()
    let before = map["before"]?.list(naming: "report")?.compactMap(earlier) ?? []
    guard let zone, let now else { return nil }
    var example = ReportExample(
      folder: folder, givenFile: given, timeZone: zone, now: now, parameters: parameters,
      policy: policy, finance: finance, prices: prices, tableFiles: tables)
    example.before = before
    return example
  }

  /// `before: [{report: ..., now: ..., given: ...}]`.
  private func earlier(_ node: LoadingNode) -> ReportExample.Earlier? {
    guard let map = LoadingMap(node, keys: ["report", "now", "given"]) else { return nil }
    let report = map.text("report")
    let now = map.required("now").flatMap { $0.instant() }
    let given = map["given"].flatMap { $0.text() }.map(path)
    if let given, LoadingFile.kind(of: given) != .typeRegular {
      map["given"]?.problem("names a file that is not beside it")
    }
    guard let report, let now else { return nil }
    return ReportExample.Earlier(report: report, now: now, givenFile: given)
  }

  /// `prices: {seen_to: ..., observations: [{product_id: ..., from: ..., cost_price: ..., ...}]}`.
  private func prices(_ node: LoadingNode) -> ReportExample.Prices? {
    guard let map = LoadingMap(node, keys: ["seen_to", "observations"]) else { return nil }
    let seenTo = map.required("seen_to").flatMap { $0.instant() }
    let items = map.required("observations").flatMap { $0.list(naming: "product_id") }
    let observations = items?.compactMap(observation)
    guard let seenTo, let observations else { return nil }
    return ReportExample.Prices(seenTo: seenTo, observations: observations)
  }

  private func observation(_ node: LoadingNode) -> ReportExample.Observation? {
    guard let map = LoadingMap(node, keys: ["product_id", "from", "cost_price", "sell_price"])
    else { return nil }
    let text = map.text("product_id")
    let product = text.flatMap { UUIDBytes($0) }
    if let text, product == nil { map["product_id"]?.problem("is '\(text)', which is not a UUID") }
    let start = map.required("from").flatMap { $0.instant() }
    let cost = map.required("cost_price").flatMap { $0.decimal(scale: 2, from: 0) }
    let sell = map.required("sell_price").flatMap { $0.decimal(scale: 2, from: 0) }
    guard let product, let start, let cost, let sell else { return nil }
    return ReportExample.Observation(product: product, start: start, cost: cost, sell: sell)
  }

  private func path(_ name: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }

  private func parameters(_ node: LoadingNode) -> [String: String] {
    guard let map = LoadingMap(node, keys: report.parameters.map(\.name)) else { return [:] }
    var values: [String: String] = [:]
    for parameter in report.parameters {
      guard let node = map[parameter.name] else { continue }
      guard node.isScalar else {
        values[parameter.name] = node.list()?.compactMap { $0.text() }.joined(separator: ",")
        continue
      }
      values[parameter.name] = node.parameterValue(parameter.type)
    }
    return values
  }

  /// The CSV of each table, whose first line must name the table's columns.
  private func tableFiles() -> [String: String] {
    var files: [String: String] = [:]
    for table in report.tables {
      let source = LoadingFile(path: path("\(table.key).csv"))
      guard let text = source.text() else {
        file.add(source.problems)
        continue
      }
      let header = text.prefix { !$0.isNewline }.split(separator: ",").map(String.init)
      let columns = table.columns.map(\.key)
      if header != columns {
        source.problem(
          "does not begin with the columns of '\(table.key)'", line: 1,
          remedy: "the first line is \(columns.joined(separator: ","))")
      }
      file.add(source.problems)
      files[table.key] = source.path
    }
    return files
  }
}

extension LoadingNode {
  /// An instant written as `YYYY-MM-DDTHH:MM:SS+HH:MM`, with `Z` for UTC.
  fileprivate func instant() -> Instant? {
    guard let text = text() else { return nil }
    // ISO 8601 in whole seconds is all that a clock in an example needs.
    guard let date = ISO8601DateFormatter().date(from: text) else {
      problem(
        "is '\(text)', which is not a time stamp", remedy: "write it as 2026-11-22T02:00:00+07:00")
      return nil
    }
    return Instant(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
  }
}
