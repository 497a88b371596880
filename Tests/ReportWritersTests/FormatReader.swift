import Foundation
import Reports
import ReportWriters
import TestSupport

/// Reads a table back from a file of one format, as text cell by cell.
enum FormatReader {
  /// The rows of a table as the file has them, and for each cell what the test expects there.
  static func rows(
    _ table: TestReport.Table, _ format: ReportFormat, in folder: String
  ) throws -> [[String]] {
    let stem = "sample-2026-11-21"
    let key = table.definition.key
    let columns = table.definition.columns
    switch format {
    case .csv:
      return Array(
        try CSVReader.records(try bytes(of: "\(stem).\(key).csv", in: folder)).dropFirst())
    case .csvExcel:
      let content = try bytes(of: "\(stem).\(key).excel.csv", in: folder)
      return Array(try CSVReader.records(Array(content.dropFirst(3))).dropFirst())
    case .json:
      let document = try JSONReader.read(try bytes(of: "\(stem).json", in: folder))
      return (document["tables"]?[key]?.elements ?? []).map { row in
        columns.map { column in text(row[column.key]) }
      }
    case .xlsx:
      let sheet = try WorkbookReader("\(folder)/\(stem).xlsx").sheet(table.definition.title)
      let header = 3
      return table.rows.indices.map { row in
        columns.indices.map { column in
          text(sheet.cells[CellName.of(row: header + 1 + row, column: column)])
        }
      }
    }
  }

  /// What a cell should read as.
  static func expected(
    _ cell: TestCell, _ type: ColumnType, _ format: ReportFormat
  ) -> String {
    switch format {
    case .csv, .csvExcel:
      let isGuarded =
        cell.kind == .text
        && cell.text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } == true
      return isGuarded ? "'" + cell.text : cell.text
    case .json:
      switch cell.kind {
      case .null: return "null"
      case .text, .uuid, .date, .time: return "\"" + cell.text
      case .number, .boolean: return cell.text
      }
    case .xlsx:
      switch cell.kind {
      case .null: return "none"
      case .text: return cell.text.isEmpty ? "none" : "text " + cell.text
      case .uuid: return "text " + cell.text
      case .boolean: return "boolean " + cell.text
      case .number: return "number " + fifteen(Double(cell.text) ?? .nan)
      case .date, .time: return "number " + fifteen(serial(cell.text))
      }
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text): "\"" + text
    default: "missing"
    }
  }

  private static func text(_ cell: WorkbookReader.Cell?) -> String {
    guard let cell else { return "none" }
    switch cell.kind {
    case .text: return cell.value.isEmpty ? "none" : "text " + cell.value
    case .boolean: return "boolean " + cell.value
    case .number: return "number " + fifteen(Double(cell.value) ?? .nan)
    }
  }

  /// The digits that a spreadsheet promises to keep.
  static func fifteen(_ number: Double) -> String {
    String(format: "%.14e", number)
  }

  /// The days of a date or local time since 1899-12-30, worked out by Foundation, to milliseconds.
  private static func serial(_ text: String) -> Double {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = text.count == 10 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss"
    let seconds = formatter.date(from: String(text.prefix(19)))?.timeIntervalSince1970 ?? .nan
    let fraction = text.dropFirst(19).first == "." ? String(text.dropFirst(20).prefix(3)) : "0"
    return (seconds * 1000 + (Double(fraction) ?? .nan)) / 86_400_000 + 25_569
  }
}

/// Names of cells, worked out apart from the code under test.
enum CellName {
  static func of(row: Int, column: Int) -> String {
    var letters = ""
    var rest = column
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return "\(letters)\(row + 1)"
  }
}
