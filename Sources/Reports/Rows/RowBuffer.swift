public import Values

/// One row of a table, filled anew for each row and lent to the writers.
///
/// It is reused: after the first rows it allocates nothing. A writer reads it during the call and
/// keeps nothing of it.
public struct RowBuffer: Sendable {
  /// The cells in the order of the table's columns.
  public private(set) var cells: [Cell] = []
  /// The UTF-8 that the text cells point into.
  public private(set) var textBytes: [UInt8] = []

  /// An empty row.
  public init() {}

  /// Removes the cells and keeps the memory.
  public mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    textBytes.removeAll(keepingCapacity: true)
  }

  /// Appends a cell that is not text.
  public mutating func append(_ cell: Cell) {
    cells.append(cell)
  }

  /// Appends a number, or an empty cell for nil.
  public mutating func append(number: Int128?) {
    if let number { cells.append(.number(number)) } else { cells.append(.null) }
  }

  /// Appends a number, or an empty cell for nil.
  public mutating func append(number: Int64?) {
    if let number { cells.append(.number(Int128(number))) } else { cells.append(.null) }
  }

  /// Appends text.
  public mutating func append(text: String) {
    let start = textBytes.count
    textBytes.append(contentsOf: text.utf8)
    appendText(from: start)
  }

  /// Appends UTF-8 text from a span, without a String.
  public mutating func append(text: Span<UInt8>) {
    let start = textBytes.count
    textBytes.reserveCapacity(start + text.count)
    for index in text.indices { textBytes.append(text[index]) }
    appendText(from: start)
  }

  /// Appends UTF-8 text that lies in another buffer.
  public mutating func append(text: ArraySlice<UInt8>) {
    let start = textBytes.count
    textBytes.append(contentsOf: text)
    appendText(from: start)
  }

  /// The bytes of a text cell.
  public func text(start: UInt32, count: UInt32) -> ArraySlice<UInt8> {
    textBytes[Int(start)..<Int(start + count)]
  }

  /// The text of a cell as a String, for messages and tests; nil when the cell holds no text.
  public func string(_ index: Int) -> String? {
    guard case .text(let start, let count) = cells[index] else { return nil }
    return String(decoding: text(start: start, count: count), as: UTF8.self)
  }

  private mutating func appendText(from start: Int) {
    cells.append(.text(start: UInt32(start), count: UInt32(textBytes.count - start)))
  }
}

/// One value of a row.
///
/// Text lies in the row's own buffer, so that a cell is a few plain words.
public enum Cell: Equatable, Sendable {
  /// No value.
  case null
  /// A piece of the row's text buffer: UTF-8 from `start`, `count` bytes long.
  case text(start: UInt32, count: UInt32)
  /// A number times ten to the power of its column's scale; the scale of an integer is 0.
  case number(Int128)
  /// A truth value.
  case boolean(Bool)
  /// A calendar day.
  case date(Day)
  /// A point in time.
  case timestamp(Instant)
  /// A UUID.
  case uuid(UUIDBytes)
}
