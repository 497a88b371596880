import PublishedTables
package import Publishing
package import Reports
package import StateStore
package import Values

/// What published reports tell the services that order and that keep the books.
///
/// It is read from the CSV files of a run that is published, a row at a time.
package struct ReportEvents: Sendable {
  private let endpoints: Set<EndpointName>
  private let valueChange: Int?
  private let envelope: AlertPolicy.Envelope

  /// Events for some services; a store's value becomes an event when it changed by more than
  /// `valueChange` percent.
  package init(
    to endpoints: Set<EndpointName>, valueChange: Int?, envelope: AlertPolicy.Envelope
  ) {
    self.endpoints = endpoints
    self.valueChange = valueChange
    self.envelope = envelope
  }

  /// Whether a report has a table that is told.
  package func concern(_ report: ReportDefinition) -> Bool {
    report.tables.contains { kind(of: $0) != nil }
  }

  private func kind(of table: TableDefinition) -> AlertEvent.Kind? {
    switch table.source {
    case .computation("reorder-suggestions.suggestions") where endpoints.contains(.purchase):
      .reorder
    case .computation("inventory-valuation.change") where endpoints.contains(.finance):
      .valueChanged
    default: nil
    }
  }

  /// Writes the events of a published run; gives how many are new.
  ///
  /// `isLatest` says that its last business date is the last that is over: nobody orders by older
  /// suggestions. The same figures of the same days have the same ids, however often they are
  /// published. Throws `TableError` or `PublishingError` when the files cannot be read.
  package func write(
    _ run: PublishedRun, of report: ReportDefinition, isLatest: Bool, in alerts: AlertTransaction,
    at clock: Instant
  ) throws -> Int {
    let date = run.facts.period.to.description
    var count = 0
    for definition in report.tables {
      guard let kind = kind(of: definition), isLatest || kind != .reorder else { continue }
      guard let table = PublishedTable(definition.key, of: run) else {
        throw UnreadableTable(key: definition.key, run: run.id, reason: "is in no CSV file")
      }
      try table.forEachRow { fields in
        let row = Row(table: table, fields: fields)
        guard let subject = kind == .reorder ? suggestion(row) : change(row) else { return }
        var data = JSONObject()
        data.add("date", date)
        data.add("currency", run.facts.currency)
        try row.add(to: &data)
        let event = AlertEvent(
          kind: kind, id: EventIdentity.id(kind.rawValue, [date] + subject.identity),
          timestamp: run.facts.asOf.instant, lane: subject.lane, data: data)
        let endpoint: EndpointName = kind == .reorder ? .purchase : .finance
        if try alerts.enqueue(event.written(envelope, for: endpoint), at: clock) { count += 1 }
      }
    }
    return count
  }

  /// What a row is about, and what makes its event another one.
  private struct Subject {
    var lane: [UInt8]
    var identity: [String]
  }

  private func suggestion(_ row: Row) -> Subject? {
    guard let product = row.id("product_id"), let store = row.id("store_id"),
      let quantity = row.number("suggested_quantity", scale: 3)
    else { return nil }
    return Subject(
      lane: AlertEvent.lane(product: product, store: store),
      identity: [product.description, store.description, String(quantity)])
  }

  private func change(_ row: Row) -> Subject? {
    // The row of all stores has no id.
    guard let limit = valueChange, let store = row.id("store_id"),
      let opening = row.number("opening_value", scale: 2),
      let closing = row.number("closing_value", scale: 2),
      Self.hasMoved(from: opening, to: closing, byMoreThan: limit)
    else { return nil }
    return Subject(
      lane: Array(store.description.utf8),
      identity: [store.description, String(opening), String(closing)])
  }

  /// Whether a value moved by more than a percentage; from nothing, any value is more.
  static func hasMoved(from opening: Int128, to closing: Int128, byMoreThan percent: Int) -> Bool {
    let (change, overflow) = closing.subtractingReportingOverflow(opening)
    guard !overflow else { return true }
    guard change != 0 else { return false }
    // The high halves decide where the products leave 128 bits.
    let (moved, allowed) = (
      change.magnitude.multipliedFullWidth(by: 100),
      opening.magnitude.multipliedFullWidth(by: UInt128(percent))
    )
    return (moved.high, moved.low) > (allowed.high, allowed.low)
  }
}

/// A row of a published table.
private struct Row {
  let table: PublishedTable
  let fields: [String]

  /// What is never null: an empty field is a text without letters.
  private static let texts: Set = ["store_name", "sku", "product_name", "unit"]

  func id(_ column: String) -> UUIDBytes? {
    table.index(of: column).flatMap { UUIDBytes(fields[$0]) }
  }

  func number(_ column: String, scale: Int) -> Int128? {
    table.index(of: column).flatMap { ExactDecimal.parse(fields[$0], scale: scale) }
  }

  /// Adds the row under its columns' keys.
  func add(to object: inout JSONObject) throws {
    for (column, field) in zip(table.columns, fields) {
      guard !field.isEmpty else {
        object.add(column.key, Self.texts.contains(column.key) ? "" : nil as String?)
        continue
      }
      switch column.kind {
      case .number:
        guard ExactDecimal.parse(field, scale: 6) != nil else {
          throw UnreadableTable(
            key: table.key, run: table.run.id, reason: "has a '\(column.key)' that is no number")
        }
        object.add(column.key, number: field)
      case .boolean: object.add(column.key, field == "true")
      case .timestamp: object.add(column.key, ZonedTime(field)?.instant.description)
      case .text, .date, .uuid: object.add(column.key, field)
      }
    }
  }
}

/// A published table that services cannot be told of.
private struct UnreadableTable: Error, CustomStringConvertible {
  var key: String
  var run: RunID
  var reason: String

  var description: String { "the table '\(key)' of run \(run.text) \(reason)" }
}
