public import Values

/// An exported order: what was ordered from a supplier at once.
public struct ReviewOrder: Hashable, Sendable {
  /// Its number.
  public var id: Int64 = 0
  /// The supplier, as `ReviewKey` names it.
  public var supplier: String
  /// The supplier's name.
  public var supplierName: String
  /// When it was exported.
  public var createdAt: Instant
  /// The day it was exported on, in the reports' time zone.
  public var day: Day
  /// Who exported it.
  public var createdBy: String
  /// The idempotency key of the request, so that repeating it gives the same order.
  public var idempotencyKey: String
  /// What the request asked for, as a digest: another request of the same mark is a mistake.
  public var request: String
  /// How many lines it has.
  public var lines: Int
  /// What it costs, scale 2, without lines of unknown cost.
  public var value: Int64
  /// ISO 4217 code of the money.
  public var currency: String
  /// The SHA-256 of its workbook, in hexadecimal digits.
  public var workbookHash = ""
  /// The SHA-256 of its CSV file, in hexadecimal digits.
  public var csvHash = ""

  /// Whom it is for: the supplier's name, or the id of one without a name.
  public var addressee: String { supplierName.isEmpty ? supplier : supplierName }

  /// An order whose files are not written yet.
  public init(
    supplier: String, supplierName: String, createdAt: Instant, day: Day, createdBy: String,
    idempotencyKey: String, request: String, lines: Int, value: Int64, currency: String
  ) {
    self.supplier = supplier
    self.supplierName = supplierName
    self.createdAt = createdAt
    self.day = day
    self.createdBy = createdBy
    self.idempotencyKey = idempotencyKey
    self.request = request
    self.lines = lines
    self.value = value
    self.currency = currency
  }
}
