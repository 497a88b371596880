import Reports
import Values

/// Writes rows as bytes whose order is the order of the rows, and reads them back.
///
/// The columns of UUIDs and codes come first, then all others: so rows that are equal in every cell are
/// the only ones whose places could be exchanged.
struct SortableRow {
  private let types: [ColumnType]
  /// The columns in the order in which they count.
  private let order: [Int]

  init(_ table: TableDefinition) {
    let types = table.columns.map(\.type)
    self.types = types
    let first = types.indices.filter { types[$0] == .uuid || types[$0] == .code }
    order = first + types.indices.filter { !first.contains($0) }
  }

  /// Appends a row.
  func append(_ row: RowBuffer, to bytes: inout [UInt8]) {
    for column in order {
      switch row.cells[column] {
      case .null:
        bytes.append(0)
        continue
      case .text(let start, let count):
        bytes.append(1)
        // A byte 0 is written as 0 255, and 0 0 ends the text: a text comes before those it begins.
        for byte in row.text(start: start, count: count) {
          bytes.append(byte)
          if byte == 0 { bytes.append(0xFF) }
        }
        bytes.append(0)
        bytes.append(0)
      case .number(let number):
        bytes.append(1)
        let flipped = UInt128(bitPattern: number) ^ (1 << 127)
        Self.append(UInt64(flipped >> 64), to: &bytes)
        Self.append(UInt64(truncatingIfNeeded: flipped), to: &bytes)
      case .boolean(let flag):
        bytes.append(1)
        bytes.append(flag ? 1 : 0)
      case .date(let day):
        bytes.append(1)
        Self.append(Self.flipped(Int64(day.daysSinceEpoch)), to: &bytes)
      case .timestamp(let instant):
        bytes.append(1)
        Self.append(Self.flipped(instant.microseconds), to: &bytes)
      case .uuid(let id):
        bytes.append(1)
        Self.append(id.high, to: &bytes)
        Self.append(id.low, to: &bytes)
      }
    }
  }

  /// Fills a row from its bytes.
  func read(_ bytes: ArraySlice<UInt8>, into row: inout RowBuffer) {
    var cells = [Cell](repeating: .null, count: types.count)
    var text: [UInt8] = []
    var place = bytes.startIndex
    func number() -> UInt64 {
      defer { place += 8 }
      return bytes[place..<(place + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    for column in order {
      let isThere = bytes[place] == 1
      place += 1
      guard isThere else { continue }
      switch types[column] {
      case .text, .code:
        let start = text.count
        while true {
          let byte = bytes[place]
          place += 1
          if byte == 0 {
            let next = bytes[place]
            place += 1
            if next == 0 { break }
          }
          text.append(byte)
        }
        cells[column] = .text(start: UInt32(start), count: UInt32(text.count - start))
      case .quantity, .money, .price, .ratio, .integer, .decimal:
        let high = number()
        let flipped = UInt128(high) << 64 | UInt128(number())
        cells[column] = .number(Int128(bitPattern: flipped ^ (1 << 127)))
      case .boolean:
        cells[column] = .boolean(bytes[place] == 1)
        place += 1
      case .date:
        cells[column] = .date(Day(daysSinceEpoch: numericCast(Self.restored(number()))))
      case .timestamp:
        cells[column] = .timestamp(Instant(microseconds: Self.restored(number())))
      case .uuid:
        let high = number()
        cells[column] = .uuid(UUIDBytes(high: high, low: number()))
      }
    }
    row.removeAll()
    for cell in cells {
      if case .text(let start, let count) = cell {
        row.append(text: text[Int(start)..<Int(start + count)])
      } else {
        row.append(cell)
      }
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// A signed number as an unsigned one of the same order.
  private static func flipped(_ number: Int64) -> UInt64 {
    UInt64(bitPattern: number) ^ (1 << 63)
  }

  private static func restored(_ number: UInt64) -> Int64 {
    Int64(bitPattern: number ^ (1 << 63))
  }
}
