import Foundation
import GRDB
import Reports

extension ReviewLine {
  /// The values in the order of `ReviewTransaction.keys`.
  var keyValues: StatementArguments { [key.store.data, key.product.data, key.supplier] }

  /// The values in the order of `ReviewTransaction.columns`.
  func values() throws -> StatementArguments {
    [
      labels.supplier, labels.store, labels.sku,
      labels.barcode, labels.product, labels.category, labels.unit, isSuggested,
      try ReviewJSON.text(figures), value, figures.stockout?.daysSinceEpoch, figures.urgency.rank,
      stance.decision.state.rawValue, stance.decision.until?.daysSinceEpoch,
      try ReviewJSON.text(stance), isChanged, cycle, version, changedBy, changedAt.microseconds,
    ]
  }

  init(_ row: Row) throws {
    self.init(
      key: ReviewKey(row), labels: Labels(row),
      figures: try ReviewJSON.value(row["figures"]), changedBy: row["changed_by"],
      changedAt: Instant(microseconds: row["changed_at"]))
    id = row["id"]
    isSuggested = row["is_suggested"]
    stance = try ReviewJSON.value(row["stance"])
    isChanged = row["changed"]
    cycle = row["cycle"]
    version = row["version"]
  }
}

extension ReviewKey {
  init(_ row: Row) {
    self.init(
      store: UUIDBytes(row["store_id"] as Data), product: UUIDBytes(row["product_id"] as Data),
      supplier: row["supplier"])
  }
}

extension ReviewLine.Labels {
  init(_ row: Row) {
    self.init(
      supplier: row["supplier_name"], store: row["store_name"], sku: row["sku"],
      barcode: row["barcode"], product: row["product_name"], category: row["category_name"],
      unit: row["unit"])
  }
}

extension ReviewBook {
  init(_ row: Row) {
    self.init(
      run: row["run"], day: Day(daysSinceEpoch: row["business_day"]),
      asOf: Instant(microseconds: row["as_of"]), takenAt: Instant(microseconds: row["taken_at"]),
      currency: row["currency"])
    id = row["id"]
    intake = row["intake"]
  }
}

extension ReviewEvent {
  init?(_ row: Row) throws {
    guard let kind = Kind(rawValue: row["kind"]) else { return nil }
    self.init(
      kind, at: Instant(microseconds: row["at"]), actor: row["actor"], note: row["note"])
    sequence = row["sequence"]
    line = row["line"]
    cycle = row["cycle"]
    version = row["version"]
    before = try (row["before"] as String?).map(ReviewJSON.value)
    after = try (row["after"] as String?).map(ReviewJSON.value)
    undoes = row["undoes"]
    order = row["order_id"]
  }
}

extension ReviewOrder {
  init(_ row: Row) {
    self.init(
      supplier: row["supplier"], supplierName: row["supplier_name"],
      createdAt: Instant(microseconds: row["created_at"]),
      day: Day(daysSinceEpoch: row["day"]), createdBy: row["created_by"],
      idempotencyKey: row["idempotency_key"], request: row["request"], lines: row["lines"],
      value: row["value"], currency: row["currency"])
    id = row["id"]
    workbookHash = row["xlsx_hash"]
    csvHash = row["csv_hash"]
  }
}

/// What is kept in one column as JSON, keys sorted, so that equal values are equal text.
enum ReviewJSON {
  private static let encoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
  private static let decoder = JSONDecoder()

  static func text(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Value: Decodable>(_ text: String) throws -> Value {
    try decoder.decode(Value.self, from: Data(text.utf8))
  }
}
