import Foundation
import GRDB
import Reports

extension RunRecord {
  /// The columns in the order of `values`.
  private static let columns = [
    "output", "report", "run", "attempt", "period", "state", "started", "finished", "as_of",
    "server", "standby", "rows", "totals", "stages", "warnings", "error", "host", "process",
    "untold",
  ]

  /// Makes a new row or takes the place of the one of the same run.
  static let upsert = """
    INSERT INTO run (\(columns.joined(separator: ", ")))
    VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT (output, report, run) DO UPDATE SET
    \(columns.dropFirst(3).map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
    """

  func values(output: String) throws -> StatementArguments {
    [
      output, report, run, attempt, period, state.rawValue, started.microseconds,
      finished?.microseconds, asOf?.microseconds, server, isStandby, rows, totals,
      try Self.json(stages), try Self.json(warnings), error, host, process, isUntold,
    ]
  }

  /// A stored row; what another hand has written into it and cannot be read counts as missing.
  init(row: Row) {
    self.init(
      run: row["run"] ?? "", report: row["report"] ?? "", attempt: row["attempt"] ?? 1,
      state: State(rawValue: row["state"] ?? "") ?? .failed,
      started: Instant(microseconds: row["started"] ?? 0), host: row["host"] ?? "",
      process: row["process"] ?? 0)
    period = row["period"]
    finished = (row["finished"] as Int64?).map { Instant(microseconds: $0) }
    asOf = (row["as_of"] as Int64?).map { Instant(microseconds: $0) }
    server = row["server"]
    isStandby = row["standby"]
    rows = row["rows"]
    totals = row["totals"]
    stages = Self.value(row["stages"]) ?? [:]
    warnings = Self.value(row["warnings"]) ?? []
    error = row["error"]
    isUntold = row["untold"] ?? false
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func value<Value: Decodable>(_ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}
