@testable import Postgres

extension Reader {
  /// A binary COPY stream: the first byte says how many columns are expected, the second how much of
  /// it comes at once.
  static let copy = Reader(name: "copy", seeds: { [stream] }) { bytes in
    guard bytes.count > 2 else { return }
    let piece = max(1, Int(bytes[1]))
    var parser = BinaryCopyParser(columns: Int(bytes[0] % 16))
    var place = 2
    while place < bytes.count {
      let end = min(place + piece, bytes.count)
      do {
        unsafe try bytes[place..<end].withUnsafeBytes { part in
          unsafe try parser.read(part) { row in readAll(row) }
        }
      } catch {
        return
      }
      place = end
    }
    try? parser.finish()
  }

  private static func readAll(_ row: borrowing BinaryRow) {
    var isReadable = true
    for column in -1...row.count {
      _ = try? row.isNull(column)
      _ = try? row.string(column, &isReadable)
      _ = try? row.withText(column) { precondition((try? UTF8Span(validating: $0)) != nil) }
      _ = try? row.uuid(column)
      _ = try? row.bool(column)
      _ = try? row.integer(column)
      _ = try? row.instant(column)
      _ = try? row.day(column)
      for scale in [0, 2, 3, 38] {
        let narrow = try? row.numeric64(column, scale: scale)
        if case .finite(let wide) = try? row.numeric(column, scale: scale) {
          precondition(narrow == Int64(exactly: wide))
        }
      }
    }
  }

  /// Two rows of a text, a time, a numeric, a UUID and a NULL.
  private static let stream: [UInt8] = {
    var bytes: [UInt8] = [5, 64, 0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0]
    bytes += [0, 0, 0, 0, 0, 0, 0, 0]
    for text in ["ชา", "caf\u{e9}"] {
      bytes += [0, 5, 0, 0, 0, UInt8(text.utf8.count)] + text.utf8
      bytes += [0, 0, 0, 8, 0, 2, 0xFA, 0, 0, 0, 0, 1]
      bytes += [0, 0, 0, 12, 0, 2, 0, 0, 0, 0, 0, 3, 0, 12, 0x13, 0x88]
      bytes += [0, 0, 0, 16] + (0..<16).map { UInt8($0) }
      bytes += [0xFF, 0xFF, 0xFF, 0xFF]
    }
    return bytes + [0xFF, 0xFF]
  }()
}
