import PublishedTables
import Publishing
import Values

/// Some rows of a published table, in an order: what a page shows, as a file.
struct Selection: Sendable {
  /// A kind of file that rows are sent as.
  enum Format: String, CaseIterable, Sendable {
    case csv, xlsx
  }

  let table: PublishedTable
  let address: TableAddress
  let query: TableQuery
  let format: Format

  /// The rows of a table that a file's name (`detail.csv`, `detail.xlsx`) and a filter ask for; nil when
  /// a published file is asked for as it is.
  ///
  /// Throws 400 for a filter of what is no table, and 403 for a table that a viewer may not see.
  init?(
    _ file: String, of run: PublishedRun, _ address: TableAddress, scope: StoreScope
  ) throws(HTTPProblem) {
    let resource = run.resource(named: file)
    let isPlain = address.query(scope: .all).isAll && address.order == nil
    if resource != nil, isPlain { return nil }
    let tables = PublishedTable.tables(of: run)
    let found = Format.allCases.lazy.compactMap { format in
      tables.first { "\($0.key).\(format.rawValue)" == file || $0.resource.path == file }
        .map { (table: $0, format: format) }
    }.first
    guard let found else {
      guard resource != nil else { return nil }
      let names = tables.flatMap { table in
        Format.allCases.map { "\(table.key).\($0.rawValue)" }
      }
      throw .badRequest(
        "This file cannot be filtered or sorted. These can: \(names.joined(separator: ", ")).")
    }
    if scope != .all, !found.table.isByStore {
      throw HTTPProblem(.allStoresOnly, "\(TableError.notByStore)")
    }
    table = found.table
    format = found.format
    self.address = address
    query = address.query(scope: scope)
  }

  /// What makes it another file than others of the same run.
  var tag: String {
    let stores = query.stores?.map(\.description).sorted().joined(separator: " ") ?? ""
    let words = [table.resource.hash, address.text, stores, format.rawValue]
    return EntityTags.tag(of: Array(words.joined(separator: "\n").utf8))
  }

  /// The name that a browser gives it.
  var fileName: String {
    // The names of published files are plain letters and digits with the report and its days.
    let name = table.resource.path.split(separator: ".").dropLast().joined(separator: ".")
    return "\(name)\(query.isAll ? "" : "-selection").\(format.rawValue)"
  }
}
