package import Publishing
import Synchronization

/// Gives pages of published tables without loading them.
///
/// A query that filters or sorts reads the file once and remembers where the rows begin, so that
/// turning pages and coming back cost nothing; what is remembered is bounded, and the least lately
/// used goes first. A finished run never changes, so that pages neither skip nor repeat a row.
package final class TableReader: Sendable {
  private struct Key: Hashable {
    var run: RunID
    var folder: String
    var file: String
    var query: TableQuery
  }

  private let memory: LRUCache<Key, TableSelection>
  /// One file is read through at a time: that bounds what sorting takes, and the second to ask the
  /// same finds it done.
  private let reading = Mutex<Void>(())

  /// A reader that remembers at most a number of bytes.
  package init(remembering limit: Int = 64 << 20) {
    memory = LRUCache(limit: limit)
  }

  /// Some rows of what a query asks for; reads files, so call it on a thread that may wait.
  ///
  /// Throws `TableError` for a query that does not fit the table, and `PublishingError` when the file
  /// is gone or cannot be read. Past the last row it gives none.
  package func page(
    of table: PublishedTable, _ query: TableQuery, from first: Int, count: Int
  ) throws -> TablePage {
    if query.isAll, query.order == nil, first == 0, let rows = table.resource.rows {
      return TablePage(
        rows: try Self.rows(of: table, filter: nil, at: nil, skipping: 0, count: count), first: 0,
        count: rows, totals: table.totals)
    }
    let selection = try self.selection(table, query)
    var page = TablePage(rows: [], first: first, count: selection.rows, totals: selection.totals)
    guard first < selection.rows, count > 0 else { return page }
    switch selection.places {
    case .marks(let marks):
      let mark = first / TableSelection.stride
      page.rows = try Self.rows(
        of: table, filter: RowFilter(query, table: table), at: marks[mark],
        skipping: first - mark * TableSelection.stride, count: count)
    case .each(let offsets):
      // Rows in another order lie here and there: little is read for each.
      var reader = try RecordReader.open(table, piece: 1 << 13)
      for offset in offsets[first..<min(first + count, offsets.count)] {
        try reader.seek(to: offset)
        guard try reader.advance() else { throw reader.damage("is gone") }
        page.rows.append(reader.fields.map { reader.text($0) })
      }
    }
    return page
  }

  private static func rows(
    of table: PublishedTable, filter: RowFilter?, at offset: Int?, skipping: Int, count: Int
  ) throws -> [[String]] {
    var filter = filter
    var reader = try RecordReader.open(table, piece: 1 << 16)
    if let offset { try reader.seek(to: offset) }
    var rows: [[String]] = []
    var skipped = 0
    while rows.count < count, try reader.advance() {
      guard filter?.allows(reader) ?? true else { continue }
      if skipped < skipping {
        skipped += 1
      } else {
        rows.append(reader.fields.map { reader.text($0) })
      }
    }
    return rows
  }

  /// How many bytes are remembered.
  var remembered: Int { memory.bytes }

  private func selection(_ table: PublishedTable, _ query: TableQuery) throws -> TableSelection {
    let key = Key(
      run: table.run.id, folder: table.run.folder, file: table.resource.path, query: query)
    if let kept = memory.value(key) { return kept }
    return try reading.withLock { _ in
      if let kept = memory.value(key) { return kept }
      let selection = try TableSelection(query, of: table)
      memory.keep(selection, key, bytes: selection.bytes)
      return selection
    }
  }
}

/// Some rows of a table, one after another in the order asked for.
package struct TablePage: Hashable, Sendable {
  /// The values of each row in the order of the columns, as the file has them but for the guard of
  /// formulas; an empty text is no value.
  package var rows: [[String]]
  /// The number of the first of them among those asked for, from 0.
  package var first: Int
  /// How many rows there are that were asked for.
  package var count: Int
  /// The sums over all of those, by column.
  package var totals: [String: ControlTotal]
}
