/// Picks records of CSV (RFC 4180) by one of their fields; the first record, the header, always passes.
struct CSVRecordPicker {
  private let column: Int
  private let isWanted: (String) -> Bool

  /// The record so far, as it is, and the field in question without its quotes.
  private var record: [UInt8] = []
  private var field: [UInt8] = []
  private var place = 0
  private var isQuoted = false
  private var isHeader = true

  /// Picks by the field at a place, counted from 0.
  init(column: Int, isWanted: @escaping (String) -> Bool) {
    self.column = column
    self.isWanted = isWanted
  }

  /// Reads the next bytes and gives the records that pass, with their line ends.
  mutating func read(_ bytes: ArraySlice<UInt8>, isLast: Bool, _ pass: ([UInt8]) -> Void) {
    for byte in bytes {
      record.append(byte)
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: place += 1
      case UInt8(ascii: "\n") where !isQuoted: end(pass)
      default: if place == column { field.append(byte) }
      }
    }
    if isLast, !record.isEmpty { end(pass) }
  }

  private mutating func end(_ pass: ([UInt8]) -> Void) {
    if field.last == UInt8(ascii: "\r") { field.removeLast() }
    if isHeader || isWanted(String(decoding: field, as: UTF8.self)) { pass(record) }
    isHeader = false
    record.removeAll(keepingCapacity: true)
    field.removeAll(keepingCapacity: true)
    place = 0
  }
}
