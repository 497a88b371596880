import Foundation
import Publishing

/// A small table of a published run, read back from its CSV file.
struct PublishedTable {
  /// The rows, by the columns' keys.
  let rows: [[String: String]]

  /// The most bytes of a file that is worth reading for a few figures.
  private static let limit = 1 << 20

  /// The table of a key; nil when the run has no CSV file of it, or a large one.
  init?(_ key: String, of run: PublishedRun) {
    guard let resource = run.package.resources.first(where: { $0.name == key }),
      resource.format == "csv", resource.bytes <= Self.limit,
      let data = FileManager.default.contents(atPath: run.path(of: resource))
    else { return nil }
    var records = Self.records(of: String(decoding: data, as: UTF8.self).unicodeScalars)[...]
    guard let head = records.popFirst() else { return nil }
    rows = records.filter { $0.count == head.count }.map {
      Dictionary(zip(head, $0), uniquingKeysWith: { first, _ in first })
    }
  }

  /// The records of a text as RFC 4180 has them.
  static func records(of text: String.UnicodeScalarView) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var wasQuote = false
    func endField() {
      record.append(String(field))
      field = .init()
    }
    for scalar in text {
      if isQuoted, scalar == "\"" {
        isQuoted = false
        wasQuote = true
        continue
      }
      defer { wasQuote = false }
      switch scalar {
      case _ where isQuoted: field.append(scalar)
      case "\"":
        // Two quotes in a quoted field stand for one.
        if wasQuote { field.append(scalar) }
        isQuoted = true
      case ",": endField()
      case "\r": continue
      case "\n":
        endField()
        records.append(record)
        record = []
      default: field.append(scalar)
      }
    }
    if !record.isEmpty || !field.isEmpty {
      endField()
      records.append(record)
    }
    return records
  }
}
