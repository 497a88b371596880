import Crypto
import Foundation
@testable import Inventory
@testable import LedgerSummary
@testable import PublishedTables
@testable import Publishing
import Values

extension Reader {
  /// The records of a published CSV file, in pieces of a size that the first byte says.
  static let records = Reader(
    name: "records",
    seeds: { [[16] + Array("store_id,sku,note\r\na,'=1,\"x,\"\"y\"\"\r\n\"\r\n,,\r\n".utf8)] }
  ) { bytes in
    guard let first = bytes.first, let table = sample else { return }
    let content = Array(bytes.dropFirst())
    let path = table.run.path(of: table.resource)
    write(content, to: path)
    var resource = table.resource
    resource.bytes = content.count
    let found = PublishedTable(run: table.run, resource: resource, columns: table.columns)
    guard var reader = try? RecordReader.open(found, piece: max(8, Int(first))) else { return }
    do {
      var rests: [UInt8] = []
      while try reader.advance() {
        for field in reader.fields {
          _ = reader.text(field)
          for kind in [TableColumn.Kind.number, .timestamp, .text] {
            _ = SortKey(reader, field, kind: kind, rests: &rests)
          }
        }
      }
      try reader.seek(to: content.count / 2)
      while try reader.advance() {}
    } catch {
      return
    }
  }

  /// A published run with one table of three columns.
  private static let sample: PublishedTable? = {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    write(Array(manifestText.utf8), to: "\(folder)/datapackage.json")
    return (try? PublishedRun(folder: folder)).flatMap { PublishedTable("detail", of: $0) }
  }()

  /// The manifest of a run.
  static let manifest = Reader(name: "manifest", seeds: { [Array(manifestText.utf8)] }) { bytes in
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    write(bytes, to: "\(folder)/datapackage.json")
    guard let run = try? PublishedRun(folder: folder) else { return }
    _ = run.package.counts.reduce(0, +)
    _ = PublishedTable.tables(of: run).map(\.columns)
    _ = run.periodFolder
  }

  private static let manifestText = """
    {"profile":"data-package","name":"n","title":"t","description":"d","created":"2026-11-21T00:00:00Z",
    "resources":[{"profile":"tabular-data-resource","type":"table","name":"detail","title":"D",
    "path":"detail.csv","bytes":10,"hash":"sha256:00","rows":1,"format":"csv","mediatype":"text/csv",
    "encoding":"utf-8","schema":{"fields":[{"name":"store_id","type":"string","title":"","description":""},
    {"name":"sku","type":"string","title":"","description":""},
    {"name":"note","type":"string","title":"","description":""}]}}],
    "inventory_reports":{"run_id":"20261121T000000Z-000001","program_version":"1","report":"stock",
    "period_folder":"2026-11-21","period":{"from":"2026-11-21","to":"2026-11-21","time_zone":"UTC",
    "start":"2026-11-21T00:00:00Z","end":"2026-11-22T00:00:00+00:00","provisional":false},
    "as_of":"2026-11-21T00:00:00.5Z","source":{"lag_ms":12},"parameters":{"a":1,"b":["x"]},"currency":"THB",
    "rows":{"detail":1},"totals":{"detail":{"value":"1.00","quantity":{"pcs":"1.000"}}},"checks":[],
    "started":"2026-11-21T00:00:00Z","finished":"2026-11-21T00:00:00Z"}}
    """

  /// The ledger's summary: the bytes between its heading and its checksum, which is made right.
  static let summary = Reader(
    name: "summary", seeds: { [try summarySeed()] }
  ) { bytes in
    let place = SummaryFolder("\(folder)-ledger", system: 1, database: 2)
    try? FileManager.default.createDirectory(
      atPath: place.path, withIntermediateDirectories: true)
    var content = SummaryOutput.heading + bytes
    content += SHA256.hash(data: Data(content))
    write(content, to: place.file)
    guard let file = try? SummaryFile(in: place) else { return }
    _ = try? file.checksums()
    _ = try? file.forEachPair { _, _ in }
    _ = try? file.forEachBalance { precondition($1.at.isDated, "\($0)") }
    var rows = file.rows()
    while let row = try? rows.next() { _ = row.createdAt.description }
  }

  /// A summary of an empty book.
  private static func summarySeed() throws -> [UInt8] {
    let place = SummaryFolder("\(folder)-seed", system: 1, database: 2)
    let writer = SummaryWriter(SummaryFacts(), in: place)
    let book = StockBook(plan: BookPlan(calendar: .utc))
    writer.add(balancesOf: book)
    _ = writer.finish(book)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: place.file)))
    try? FileManager.default.removeItem(atPath: place.path)
    return Array(bytes.dropFirst(SummaryOutput.heading.count).dropLast(SummaryOutput.hashSize))
  }
}
