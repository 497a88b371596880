import Publishing
import Values

/// A value as something that compares fast, with where its row begins.
struct SortKey {
  /// The value, or the first 16 bytes of a text; larger is later.
  var prefix: UInt128
  /// The rest of a longer text, in the bytes beside the keys.
  var rest: Int
  var restCount: Int
  /// Where the row begins in the file.
  var offset: Int

  /// Digits after the point that numbers are compared to; no column has more.
  static let scale = 12

  /// The number of a value; nil when it is empty or none.
  static func number(
    _ record: borrowing RecordReader, _ field: RecordReader.Field
  ) -> Int128? {
    let bytes = record.bytes.span
    var at = field.start
    guard at < field.end else { return nil }
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    // Nearly every number has few digits; the others go the careful way.
    guard field.end - at <= 17 else {
      return ExactDecimal.parse(record.text(field), scale: scale)
    }
    var value: Int64 = 0
    var decimals = -1
    var digits = 0
    while at < field.end {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "."), decimals < 0 {
        decimals = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      if decimals >= 0 { decimals += 1 }
      digits += 1
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    guard digits > 0, decimals <= scale else { return nil }
    let scaled = Int128(value) * ExactDecimal.powerOfTen(scale - max(0, decimals))
    return isNegative ? -scaled : scaled
  }

  /// The key of a value; nil when there is none to compare.
  init?(
    _ record: borrowing RecordReader, _ field: RecordReader.Field, kind: TableColumn.Kind,
    rests: inout [UInt8]
  ) {
    guard !field.isEmpty else { return nil }
    offset = record.offset
    rest = 0
    restCount = 0
    switch kind {
    case .number:
      guard let number = Self.number(record, field) else { return nil }
      prefix = UInt128(bitPattern: number) ^ (1 << 127)
    case .timestamp:
      guard let time = ZonedTime(record.text(field)) else { return nil }
      prefix = UInt128(UInt64(bitPattern: time.instant.microseconds) ^ (1 << 63))
    case .text, .boolean, .date, .uuid:
      prefix = 0
      let bytes = record.bytes.span
      for index in 0..<16 {
        let at = field.start + index
        prefix = prefix << 8 | UInt128(at < field.end ? bytes[at] : 0)
      }
      if field.end - field.start > 16 {
        rest = rests.count
        restCount = field.end - field.start - 16
        rests.append(contentsOf: record.bytes[field.start + 16..<field.end])
      }
    }
  }

  /// Whether a value comes before another, and which of equal ones lies first in the file.
  static func precedes(
    _ left: SortKey, _ right: SortKey, descending: Bool, rests: [UInt8]
  ) -> Bool {
    if left.prefix != right.prefix { return (left.prefix < right.prefix) != descending }
    if left.restCount > 0 || right.restCount > 0 {
      let a = rests[left.rest..<left.rest + left.restCount]
      let b = rests[right.rest..<right.rest + right.restCount]
      if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) != descending }
    }
    return left.offset < right.offset
  }
}
