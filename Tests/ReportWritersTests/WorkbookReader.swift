import Foundation
import ReportWriters
import Reports
import TestSupport
import Testing

/// A workbook read without the library that wrote it: unzip and an XML parser.
struct WorkbookReader {
  struct Cell: Equatable {
    enum Kind {
      case text
      case number
      case boolean
    }

    var kind: Kind
    /// The text, or the number as the file has it; of a formula its cached value.
    var value: String
    var formula: String?
    /// The number format.
    var format: String
    var isBold: Bool
  }

  struct Sheet {
    var name: String
    /// The cells by reference such as `B7`.
    var cells: [String: Cell]
    var xml: XMLElementNode

    /// The rows that have cells, from 0.
    var rowCount: Int { (xml.all("row").compactMap { Int($0.attributes["r"] ?? "") }.max() ?? 0) }

    /// Every text of the sheet, row by row.
    var texts: [String] {
      xml.all("c").compactMap { cells[$0.attributes["r"] ?? ""]?.value }
    }
  }

  let sheets: [Sheet]
  let parts: [String: XMLElementNode]

  init(_ path: String) throws {
    var parts: [String: XMLElementNode] = [:]
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    guard try ChildProcess.run("unzip", ["-q", path, "-d", folder.path]).status == 0 else {
      throw CocoaError(.fileReadCorruptFile)
    }
    for case let file as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      guard file.hasSuffix(".xml") || file.hasSuffix(".rels") else { continue }
      parts[file] = try XMLReader.read(Data(contentsOf: folder.appendingPathComponent(file)))
    }
    self.parts = parts
    let shared = (parts["xl/sharedStrings.xml"]?.all("si") ?? []).map { Self.unescaped($0) }
    let looks = Self.looks(parts["xl/styles.xml"])
    let named = parts["xl/workbook.xml"]?.all("sheet") ?? []
    sheets = named.enumerated().compactMap { index, element in
      guard let xml = parts["xl/worksheets/sheet\(index + 1).xml"] else { return nil }
      var cells: [String: Cell] = [:]
      for cell in xml.all("c") {
        cells[cell.attributes["r"] ?? ""] = Self.cell(cell, shared: shared, looks: looks)
      }
      return Sheet(name: element.attributes["name"] ?? "", cells: cells, xml: xml)
    }
  }

  func sheet(_ name: String) throws -> Sheet {
    guard let sheet = sheets.first(where: { $0.name == name }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return sheet
  }

  private static func cell(
    _ element: XMLElementNode, shared: [String], looks: [(format: String, isBold: Bool)]
  ) -> Cell? {
    let look = looks[Int(element.attributes["s"] ?? "0") ?? 0]
    let formula = element.first("f")?.text
    let value = element.first("v")?.text
    func made(_ kind: Cell.Kind, _ value: String) -> Cell {
      Cell(kind: kind, value: value, formula: formula, format: look.format, isBold: look.isBold)
    }
    switch element.attributes["t"] {
    case "inlineStr": return made(.text, unescaped(element))
    case "s": return made(.text, shared[Int(value ?? "0") ?? 0])
    case "b": return made(.boolean, value == "1" ? "true" : "false")
    default: return value.map { made(.number, $0) }
    }
  }

  /// The text of a cell with Excel's `_xHHHH_` undone.
  private static func unescaped(_ element: XMLElementNode) -> String {
    let text = element.all("t").map(\.text).joined()
    return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
    }
  }

  private static func looks(_ styles: XMLElementNode?) -> [(format: String, isBold: Bool)] {
    // The built-in number formats that a writer may use by number.
    var formats = [
      "0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00", "49": "@",
    ]
    for format in styles?.all("numFmt") ?? [] {
      formats[format.attributes["numFmtId"] ?? ""] = format.attributes["formatCode"]
    }
    let fonts = styles?.first("fonts")?.children ?? []
    return (styles?.first("cellXfs")?.children ?? []).map { look in
      let font = fonts[Int(look.attributes["fontId"] ?? "0") ?? 0]
      return (formats[look.attributes["numFmtId"] ?? ""] ?? "?", font.first("b") != nil)
    }
  }
}

extension WorkbookReader {
  /// The workbook that is written of a report.
  static func sample(
    _ report: TestReport = SampleReport.report, options: WriterOptions = WriterOptions()
  ) throws -> WorkbookReader {
    try withTemporaryFolder { folder in
      let files = try report.write([.xlsx], to: folder, options: options)
      #expect(files == [ReportFile(name: "sample-2026-11-21.xlsx", format: .xlsx)])
      return try WorkbookReader("\(folder)/\(files[0].name)")
    }
  }
}
