import Reports

/// One file of a run in its manifest.
package struct DataResource: Hashable, Codable, Sendable {
  /// `tabular-data-resource` for CSV, `data-resource` for the others.
  package var profile: String
  /// `table` for CSV, `file` for the others, so that a validator does not read a workbook's summary
  /// sheet as a table.
  package var type: String
  /// The table's key, `<key>.excel` for csv-excel, or `report.json` and `report.xlsx`: the same in
  /// every run.
  package var name: String
  /// The table's or the report's title.
  package var title: String
  /// The file's name in the run's folder.
  package var path: String
  /// The size in bytes.
  package var bytes: Int
  /// `sha256:` and 64 hexadecimal digits.
  package var hash: String
  /// The rows of a CSV file without its header.
  package var rows: Int?
  /// `csv`, `json` or `xlsx`.
  package var format: String
  /// The media type of RFC 6838.
  package var mediatype: String
  /// `utf-8`, also with a byte order mark; nil for a workbook.
  package var encoding: String?
  /// How a CSV file is written.
  package var dialect: CSVDialect?
  /// The columns of a CSV file.
  package var schema: TableSchema?

  /// The entry of a file.
  init(_ file: ReportFile, of publication: Publication, digest: FileDigest) {
    let definition = publication.context.definition
    let table = file.table.flatMap { definition.table($0) }
    title = table?.title ?? definition.title
    path = file.name
    bytes = digest.bytes
    hash = digest.hash
    rows = digest.rows
    let isCSV = file.format.isCSV
    profile = isCSV ? "tabular-data-resource" : "data-resource"
    type = isCSV ? "table" : "file"
    name = isCSV ? file.table ?? "table" : "report.\(file.format.ending)"
    if file.format == .csvExcel { name += Self.excelEnding }
    format = isCSV ? ReportFormat.csv.rawValue : file.format.rawValue
    encoding = file.format == .xlsx ? nil : "utf-8"
    if isCSV {
      dialect = CSVDialect()
      schema = table.map { TableSchema($0, formulaGuard: publication.formulaGuard) }
    }
    mediatype =
      switch file.format {
      case .csv, .csvExcel: "text/csv"
      case .json: "application/json"
      case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      }
    name = Self.legalName(name)
  }

  private static let excelEnding = ".excel"

  /// Whether it is CSV in the form for Excel.
  package var isForExcel: Bool { name.hasSuffix(Self.excelEnding) }

  /// The key of a CSV file's table.
  package var table: String {
    isForExcel ? String(name.dropLast(Self.excelEnding.count)) : name
  }

  /// A name in the letters the specification allows: `a-z`, digits, `.`, `_` and `-`.
  static func legalName(_ text: String) -> String {
    String(
      decoding: text.lowercased().utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          byte
        default: UInt8(ascii: "-")
        }
      }, as: UTF8.self)
  }
}

/// How our CSV files are written, said in full so that no reader has to guess from the content.
package struct CSVDialect: Hashable, Codable, Sendable {
  package var delimiter = ","
  package var lineTerminator = "\r\n"
  /// Around a field that needs it.
  package var quoteChar = "\""
  /// A quote within quotes is written twice.
  package var doubleQuote = true
  /// A space after a comma belongs to the field.
  package var skipInitialSpace = false
  /// The first record is the column keys.
  package var header = true

  /// The dialect of every CSV file here.
  package init() {}
}
