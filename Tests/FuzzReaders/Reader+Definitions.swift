import Foundation
import Values
@testable import Publishing
@testable import Reports

extension Reader {
  /// A reorder policy.
  static let policy = Reader(
    name: "policy",
    seeds: {
      [
        Array(
          """
          defaults: {lead_time_days: 3, service_level: 0.95, pack_size: 0.5, rule: auto}
          overrides:
            category: {Tea: {review_days: 5, min_order_quantity: 7}}
            sku: {'001': {rule: demand}}
            product_id: {00000000-0000-0000-0000-000000000001: {lead_time_std_days: 1.5}}
          on_order:
            - {sku: A, store: Siam, quantity: 12.5, expected: 2026-12-01}
          """.utf8)
      ]
    }
  ) { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    guard let policy = try? ReorderPolicy.parse(text, file: "policy.yml") else { return }
    for order in policy.onOrder { precondition(order.quantity > 0) }
  }

  /// The repository's own definitions.
  private static let reports =
    URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/reports"

  /// A report's definition, beside a query.
  static let definition = Reader(
    name: "definition",
    seeds: {
      try FileManager.default.contentsOfDirectory(atPath: reports).sorted().compactMap {
        FileManager.default.contents(atPath: "\(reports)/\($0)/report.yml").map { [UInt8]($0) }
      }
    }
  ) { bytes in
    let place = "\(folder)-reports/own"
    try? FileManager.default.createDirectory(
      atPath: "\(place)/checks", withIntermediateDirectories: true)
    write(bytes, to: "\(place)/report.yml")
    _ = try? ReportCatalogue.loadReport(folder: place)
  }

  /// Numbers, days, times, ids and the text of a query, in whatever form they come.
  static let words = Reader(
    name: "words",
    seeds: {
      [
        "-1234.567", "2026-11-21", "2026-11-21T10:00:00.123456+07:00",
        "00000000-0000-0000-0000-000000000001", "SELECT :'a', $$x$$, \"b\", 'c''' -- :'d'\n/* */;",
      ].map { Array($0.utf8) }
    }
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    for scale in [0, 3, 12, 38] {
      guard let value = ExactDecimal.parse(text, scale: scale) else { continue }
      precondition(
        ExactDecimal.parse(ExactDecimal.text(value, scale: scale), scale: scale) == value)
      _ = ExactDecimal.grouped(ExactDecimal.shortText(value, scale: scale))
    }
    if let day = Day(text) { precondition(day.description == text) }
    if let time = ZonedTime(text) {
      precondition(ZonedTime(time.instant.description)?.instant == time.instant)
      _ = BusinessCalendar.utc.day(of: time.instant).advanced(by: bytes.count)
    }
    if let id = UUIDBytes(text) { precondition(UUIDBytes(id.description) == id) }
    if let query = try? SQLVariables(text, file: "q.sql") {
      _ = query.substitute { "'\($0)'" }
    }
    guard bytes.count >= 8 else { return }
    let word = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let instant = Instant(microseconds: Int64(bitPattern: word))
    _ = BusinessCalendar.utc.text(instant)
    _ = BusinessCalendar.utc.start(of: BusinessCalendar.utc.day(of: instant))
  }
}
