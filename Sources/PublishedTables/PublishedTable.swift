package import Publishing

/// One table of a published run: its CSV file and its columns.
package struct PublishedTable: Hashable, Sendable {
  package let run: PublishedRun
  /// The CSV file; the one with a byte order mark when there is no other.
  package let resource: DataResource
  /// The columns in the order of the file.
  package let columns: [TableColumn]

  /// The column that says which store a row belongs to.
  package static let storeColumn = "store_id"

  /// A table of a run by its key; nil when the run has it in no CSV file.
  package init?(_ key: String, of run: PublishedRun) {
    let files = run.package.resources.filter { $0.schema != nil }
    guard
      let resource = files.first(where: { $0.table == key && !$0.isForExcel })
        ?? files.first(where: { $0.table == key }),
      let schema = resource.schema
    else { return nil }
    self.run = run
    self.resource = resource
    columns = schema.fields.map { TableColumn($0) }
  }

  init(run: PublishedRun, resource: DataResource, columns: [TableColumn]) {
    self.run = run
    self.resource = resource
    self.columns = columns
  }

  /// The tables of a run in the order of its files.
  package static func tables(of run: PublishedRun) -> [PublishedTable] {
    var keys: [String] = []
    for resource in run.package.resources where resource.schema != nil {
      if !keys.contains(resource.table) { keys.append(resource.table) }
    }
    return keys.compactMap { PublishedTable($0, of: run) }
  }

  package var key: String { resource.table }

  /// The place of a column; nil when there is none of this key.
  package func index(of key: String) -> Int? {
    columns.firstIndex { $0.key == key }
  }

  /// Whether each row belongs to one store; a table without such a column may add up over stores.
  package var isByStore: Bool { index(of: Self.storeColumn) != nil }

  /// The control totals of all rows, by column.
  package var totals: [String: ControlTotal] { run.facts.totals[key] ?? [:] }
}

extension PublishedTable {
  /// Reads every row in the order of the file, and lends its values in the order of the columns.
  ///
  /// One piece of the file is in memory. Call it on a thread that may wait. Throws what the body
  /// throws, `TableError` for a file that is not as its manifest says, and `PublishingError` when it
  /// cannot be read.
  package func forEachRow(_ body: ([String]) throws -> Void) throws {
    var reader = try RecordReader.open(self)
    while try reader.advance() { try body(reader.fields.map { reader.text($0) }) }
  }
}
