import Reports

/// Rows of one table on their way to another thread.
///
/// Their cells and texts lie one after the other in buffers that are used again: after the first
/// batches nothing is allocated.
///
/// Unchecked, since the queue transfers it: the sender of a batch no longer touches it.
final class RowBatch: @unchecked Sendable {
  /// The cells of all rows; every row of a table has the same number.
  private(set) var cells: [Cell] = []
  /// The texts of all rows.
  private(set) var text: [UInt8] = []
  /// Where the text of each row begins.
  private var starts: [Int] = []

  /// How many bytes make a batch worth sending.
  private static let size = 1 << 16

  /// How many rows it has.
  var count: Int { starts.count }

  /// Whether it is worth sending.
  var isFull: Bool { text.count + cells.count * MemoryLayout<Cell>.stride >= Self.size }

  /// Where the text lies that a row's cells point into.
  func textRange(of row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : text.count)
  }

  /// Adds a copy of a row.
  func append(_ row: RowBuffer) {
    starts.append(text.count)
    cells.append(contentsOf: row.cells)
    text.append(contentsOf: row.textBytes)
  }

  /// Removes the rows and keeps the memory, unless a giant among them made it large.
  func removeAll() {
    let keeps = text.capacity <= 4 * Self.size
    cells.removeAll(keepingCapacity: keeps)
    text.removeAll(keepingCapacity: keeps)
    starts.removeAll(keepingCapacity: keeps)
  }
}
