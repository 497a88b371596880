import PublishedTables
import Publishing

/// The files of a run as links: one for each format, and one for each table of CSV.
struct DownloadLinks {
  /// One file.
  struct Link {
    var label: String
    var size: String
    var path: String
  }

  /// The files of all tables.
  var documents: [Link]
  /// The CSV files.
  var tables: [Link]
  /// Templates see stored values only.
  var hasTables: Bool
  /// What `documents` and `tables` leave out, for a viewer of some stores.
  var note: String?

  init(_ run: PublishedRun, scope: StoreScope) {
    let report = run.facts.report
    func path(_ resource: DataResource) -> String {
      "/download/\(report)/\(run.id)/\(resource.path)"
    }
    let resources = run.package.resources
    guard scope == .all else {
      // The rows of the viewer's stores are picked out on the way, so that a size is not known.
      documents = []
      tables = PublishedTable.tables(of: run).filter(\.isByStore).map {
        Link(label: $0.resource.title, size: "your stores", path: path($0.resource))
      }
      hasTables = !tables.isEmpty
      note =
        "Workbooks and JSON cover all stores. Your stores' rows are available as CSV."
      return
    }
    documents = resources.filter { $0.schema == nil }.map {
      Link(
        label: $0.format == "xlsx" ? "Excel" : $0.format.uppercased(),
        size: FigureText.size($0.bytes), path: path($0))
    }.sorted { $0.label < $1.label }
    tables = resources.filter { $0.schema != nil }.map {
      Link(
        label: $0.isForExcel ? "\($0.title) (for Excel)" : $0.title,
        size: FigureText.size($0.bytes), path: path($0))
    }
    hasTables = !tables.isEmpty
  }
}
