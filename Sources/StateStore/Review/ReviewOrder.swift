package import Values

/// An exported order: what was ordered from a supplier at once.
package struct ReviewOrder: Hashable, Sendable {
  package var id: Int64 = 0
  /// The supplier, as `ReviewKey` names it.
  package var supplier: String
  package var supplierName: String
  /// When it was exported.
  package var createdAt: Instant
  /// The day it was exported on, in the reports' time zone.
  package var day: Day
  package var createdBy: String
  /// The idempotency key of the request, so that repeating it gives the same order.
  package var idempotencyKey: String
  /// What the request asked for, as a digest: another request of the same mark is a mistake.
  package var request: String
  /// How many lines it has.
  package var lines: Int
  /// What it costs, scale 2, without lines of unknown cost.
  package var value: Int64
  /// ISO 4217 code of the money.
  package var currency: String
  /// The SHA-256 of its workbook, in hexadecimal digits.
  package var workbookHash = ""
  /// The SHA-256 of its CSV file, in hexadecimal digits.
  package var csvHash = ""

  /// Whom it is for: the supplier's name, or the id of one without a name.
  package var addressee: String { supplierName.isEmpty ? supplier : supplierName }

  /// An order whose files are not written yet.
  package init(
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
