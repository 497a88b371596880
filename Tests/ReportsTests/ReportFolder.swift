import Foundation
import Reports
import Testing

/// A reports folder of a test, removed at its end.
struct ReportFolder: ~Copyable {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("reports-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and the folders above it.
  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// What is wrong, a line for each problem, with paths relative to the folder.
  func problems() -> [String] {
    ReportCatalogue.read(folder: path).problems.map {
      $0.description.replacingOccurrences(of: path + "/", with: "")
    }
  }

  /// A good definition, a line for each thing that a test replaces.
  static let good = """
    title: Stock
    audience: Finance
    description: What there is.
    schedule: daily
    parameters: [date, stores]
    key_total: stock.value
    tables:
      - key: stock
        title: Stock
        query: stock.sql
        columns:
          - {key: sku, type: code, title: SKU, meaning: "The code."}
          - {key: unit, type: text, title: Unit, meaning: "The unit."}
          - {key: quantity, type: quantity, title: Quantity, meaning: "How many.", total: true}
          - {key: value, type: money, title: Value, meaning: "How much.", total: true}
          - {key: share, type: ratio, title: Share, meaning: "Of all."}
      - key: other
        title: Other
        computation: stock.other
        columns:
          - {key: value, type: money, title: Value, meaning: "How much.", total: true}
          - {key: cover, type: decimal, scale: 1, title: Cover, meaning: "Days."}
    charts:
      - {kind: bars, title: Value, table: stock, group: sku, value: value}
    checks:
      - {name: agrees, title: It agrees., severity: error, equal: [stock.value, other.value]}
      - {name: holds, title: It holds., severity: warn, computed: true}
    """

  /// The problems of the good definition with one text replaced.
  static func problems(
    replacing text: String, with new: String, query: String = "SELECT 1"
  ) throws -> [String] {
    let folder = try ReportFolder()
    #expect(ReportFolder.good.contains(text))
    let yaml = ReportFolder.good.replacing(text, with: new, maxReplacements: 1)
    try folder.write(yaml, to: "stock/report.yml")
    try folder.write(query, to: "stock/stock.sql")
    return folder.problems()
  }
}
