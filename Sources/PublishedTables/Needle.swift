/// A text that is looked for, in letters of any case.
struct Needle {
  private let folded: [UInt8]
  /// Letters outside of ASCII are compared as text, which is slower.
  private let words: String?

  init(_ text: String) {
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    folded = isASCII ? text.utf8.map(Self.fold) : []
    words = isASCII ? nil : text.lowercased()
  }

  func isIn(_ record: borrowing RecordReader, _ field: RecordReader.Field) -> Bool {
    if let words { return Self.text(record, field).contains(words) }
    guard !folded.isEmpty else { return true }
    let bytes = record.bytes.span
    var at = field.start
    while at + folded.count <= field.end {
      var length = 0
      while length < folded.count, Self.fold(bytes[at + length]) == folded[length] { length += 1 }
      if length == folded.count { return true }
      at += 1
    }
    return false
  }

  func equals(_ record: borrowing RecordReader, _ field: RecordReader.Field) -> Bool {
    if let words { return Self.text(record, field) == words }
    guard field.end - field.start == folded.count else { return false }
    let bytes = record.bytes.span
    for index in folded.indices where Self.fold(bytes[field.start + index]) != folded[index] {
      return false
    }
    return true
  }

  private static func text(
    _ record: borrowing RecordReader, _ field: RecordReader.Field
  ) -> String {
    String(decoding: record.bytes[field.start..<field.end], as: UTF8.self).lowercased()
  }

  @inline(__always)
  private static func fold(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
