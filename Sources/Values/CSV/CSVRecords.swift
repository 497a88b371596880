/// Counts the records of RFC 4180 text piece by piece: a line break within quotes ends no record.
public struct CSVRecordCount {
  private var ended = 0
  private var isQuoted = false
  private var hasRest = false

  /// A count of nothing yet.
  public init() {}

  /// The records so far, a last one without a line break included.
  public var count: Int { ended + (hasRest ? 1 : 0) }

  /// Reads the next piece.
  public mutating func read(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), !isQuoted {
        ended += 1
        hasRest = false
      } else {
        // A doubled quote leaves and enters again, which comes to the same.
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        hasRest = true
      }
    }
  }
}

/// Picks records of CSV (RFC 4180) by one of their fields; the first record, the header, always passes.
public struct CSVRecordPicker {
  private let column: Int
  private let isWanted: (String) -> Bool

  /// The record so far, as it is, and the field in question without its quotes.
  private var record: [UInt8] = []
  private var field: [UInt8] = []
  private var place = 0
  private var isQuoted = false
  private var isHeader = true

  /// Picks by the field at a place, counted from 0.
  public init(column: Int, isWanted: @escaping (String) -> Bool) {
    self.column = column
    self.isWanted = isWanted
  }

  /// Reads the next bytes and gives the records that pass, with their line ends.
  public mutating func read(_ bytes: ArraySlice<UInt8>, isLast: Bool, _ pass: ([UInt8]) -> Void) {
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
