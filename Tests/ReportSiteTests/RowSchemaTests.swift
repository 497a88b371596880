import Foundation
import Reports
import Testing

@testable import ReportSite

/// What the description of the API says of rows is what their declarations say.
@Suite struct RowSchemaTests {
  private static let here = URL(filePath: #filePath).deletingLastPathComponent()
  private static let file = here.appending(
    path: "../../Sources/ReportSite/Assets/openapi.json"
  ).standardizedFileURL

  /// The columns of the published table, by the report's own definition.
  private static func lowStock() throws -> RowSchema {
    let folder = here.appending(path: "../../reports/low-stock").standardizedFileURL.path
    let table = try #require(try ReportCatalogue.loadReport(folder: folder).table("low_stock"))
    let never: Set = ["store_id", "product_id", "status"]
    return RowSchema(
      meaning: "The columns of the table low_stock; null for an empty cell.",
      properties: table.columns.map { column in
        RowSchema.Property(
          key: column.key, type: column.type, isOptional: !never.contains(column.key),
          words: column.key == "status" ? ["low", "out_of_stock"] : [], meaning: column.meaning)
      }, required: ["store_id", "product_id"], isOpen: true)
  }

  /// With `RECORD_OPENAPI=1` it writes the schemas anew and fails.
  @Test func `the description has each column of the rows`() throws {
    let schemas = [
      ("LowStockLine", try Self.lowStock()), ("Suggestion", SuggestionRows.table.schema),
      ("ReviewedSupplier", SupplierRows.table.schema), ("Order", OrderRows.table.schema),
      ("ReviewEvent", TrailDownload.table.schema),
    ]
    let old = try String(contentsOf: Self.file, encoding: .utf8)
    var new = old
    for (name, schema) in schemas {
      let start = try #require(new.range(of: "\n      \"\(name)\": {"), "\(name)").lowerBound
      let end = try #require(new[start...].range(of: "\n      }")).upperBound
      new.replaceSubrange(start..<end, with: "\n" + schema.text(named: name))
    }
    if ProcessInfo.processInfo.environment["RECORD_OPENAPI"] == "1" {
      try new.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(old == new, "RECORD_OPENAPI=1 writes it")
  }
}
