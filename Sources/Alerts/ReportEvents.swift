public import Reports
public import StateStore
public import Values

/// What published reports tell the services that order and that keep the books.
///
/// Rows are taken as they are written, and told only when their report is published.
public struct ReportEvents {
  /// What is told of a report's rows, and of which days.
  public struct Published: Sendable {
    /// The last business date.
    public var date: Day
    /// When the data were read.
    public var asOf: Instant
    /// ISO 4217 code of the money.
    public var currency: String
    /// Whether `date` is the last day that is over: nobody orders by older suggestions.
    public var isLatest: Bool

    /// A report that is published.
    public init(date: Day, asOf: Instant, currency: String, isLatest: Bool) {
      self.date = date
      self.asOf = asOf
      self.currency = currency
      self.isLatest = isLatest
    }
  }

  private struct Row {
    var endpoint: EndpointName
    var kind: AlertEvent.Kind
    var lane: [UInt8]
    var identity: [String]
    var data: JSONObject
  }

  private let endpoints: Set<EndpointName>
  private let valueChange: Int?
  private let envelope: AlertPolicy.Envelope
  private var rows: [String: [Row]] = [:]

  /// Events for some services; a store's value is told when it moved by more than `valueChange`
  /// percent.
  public init(
    to endpoints: Set<EndpointName>, valueChange: Int?, envelope: AlertPolicy.Envelope
  ) {
    self.endpoints = endpoints
    self.valueChange = valueChange
    self.envelope = envelope
  }

  /// Takes a row of a report's table, if it is one that is told; the row is lent for the call.
  public mutating func take(_ row: RowBuffer, of table: TableDefinition, in report: String) {
    switch table.source {
    case .computation("reorder-suggestions.suggestions") where endpoints.contains(.purchase):
      takeSuggestion(row, of: table, in: report)
    case .computation("inventory-valuation.change") where endpoints.contains(.finance):
      takeChange(row, of: table, in: report)
    default: break
    }
  }

  /// Forgets the rows that were taken: they are of a reading of which nothing is published.
  public mutating func forget() { rows = [:] }

  private mutating func takeSuggestion(
    _ row: RowBuffer, of table: TableDefinition, in report: String
  ) {
    guard let product = row.id("product_id", of: table), let store = row.id("store_id", of: table),
      let quantity = row.number("suggested_quantity", of: table)
    else { return }
    rows[report, default: []].append(
      Row(
        endpoint: .purchase, kind: .reorder,
        lane: AlertEvent.lane(product: product, store: store),
        identity: [product.description, store.description, String(quantity)],
        data: JSONObject(row, of: table)))
  }

  private mutating func takeChange(
    _ row: RowBuffer, of table: TableDefinition, in report: String
  ) {
    // The row of all stores has no id.
    guard let limit = valueChange, let store = row.id("store_id", of: table),
      let opening = row.number("opening_value", of: table),
      let closing = row.number("closing_value", of: table),
      Self.hasMoved(from: opening, to: closing, byMoreThan: limit)
    else { return }
    rows[report, default: []].append(
      Row(
        endpoint: .finance, kind: .valueChanged, lane: Array(store.description.utf8),
        identity: [store.description, String(opening), String(closing)],
        data: JSONObject(row, of: table)))
  }

  /// Whether a value moved by more than so many percent; from nothing, any value is more.
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

  /// Writes the events of the reports that are published, and forgets the rows of the others;
  /// gives how many are new.
  ///
  /// The same figures of the same days have the same ids, however often they are published.
  public mutating func write(
    _ published: [String: Published], in state: StateDatabase, at clock: Instant
  ) throws(StateError) -> Int {
    let rows = rows
    self.rows = [:]
    return try state.changeAlerts { alerts in
      var count = 0
      for (report, facts) in published.sorted(by: { $0.key < $1.key }) {
        for row in rows[report] ?? [] where row.kind != .reorder || facts.isLatest {
          var data = JSONObject()
          data.add("date", facts.date.description)
          data.add("currency", facts.currency)
          data.append(row.data)
          let event = AlertEvent(
            kind: row.kind,
            id: EventIdentity.id(row.kind.rawValue, [facts.date.description] + row.identity),
            timestamp: facts.asOf, lane: row.lane, data: data)
          if try alerts.enqueue(event.written(envelope, for: row.endpoint), at: clock) {
            count += 1
          }
        }
      }
      return count
    }
  }
}

extension RowBuffer {
  fileprivate func id(_ column: String, of table: TableDefinition) -> UUIDBytes? {
    guard let index = table.index(of: column), case .uuid(let id) = cells[index] else { return nil }
    return id
  }

  fileprivate func number(_ column: String, of table: TableDefinition) -> Int128? {
    guard let index = table.index(of: column), case .number(let number) = cells[index] else {
      return nil
    }
    return number
  }
}

extension JSONObject {
  /// A row under its columns' keys.
  fileprivate init(_ row: RowBuffer, of table: TableDefinition) {
    self.init()
    for (column, cell) in zip(table.columns, row.cells) {
      switch cell {
      case .null: add(column.key, nil as String?)
      case .text(let start, let count):
        add(column.key, String(decoding: row.text(start: start, count: count), as: UTF8.self))
      case .number(let number) where column.type.scale ?? 0 == 0:
        add(column.key, Int(clamping: number))
      case .number(let number): add(column.key, number, scale: column.type.scale ?? 0)
      case .boolean(let value): add(column.key, value)
      case .date(let day): add(column.key, day.description)
      case .timestamp(let instant): add(column.key, instant.description)
      case .uuid(let id): add(column.key, id)
      }
    }
  }
}
