package import Reports
package import Values

/// A line of a computed table, which declares the table's columns.
///
/// Each stands once, with its key, its type and how a line gives its value.
package protocol TableLine: SendableMetatype {
  /// Declares the columns, in order.
  static func declare(_ columns: inout some ColumnSink<Self>)
}

/// What columns are declared to: a list of them (`ColumnList`), or a row that a line fills (`RowFilling`).
///
/// One generic function serves both, and is compiled for each: a cell costs no call through a closure.
package protocol ColumnSink<Line> {
  associatedtype Line
  mutating func column(_ key: String, _ type: ColumnType, _ value: (Line) -> some CellValue)
}

/// The keys and types of a table's columns.
struct ColumnList<Line>: ColumnSink {
  private(set) var columns: [ComputedColumn] = []

  mutating func column<Value: CellValue>(
    _ key: String, _ type: ColumnType, _ value: (Line) -> Value
  ) {
    precondition(Value.fits(type), "\(Line.self): \(Value.self) is no value of \(key)")
    columns.append(ComputedColumn(key: key, type: type))
  }
}

/// A row that takes each value of a line as its column is declared.
private struct RowFilling<Line>: ColumnSink {
  let line: Line
  var row: RowBuffer

  @inline(__always)
  mutating func column(_ key: String, _ type: ColumnType, _ value: (Line) -> some CellValue) {
    value(line).append(to: &row)
  }
}

extension TableLine {
  /// Makes a row of the line.
  @inline(__always)
  func fill(_ row: inout RowBuffer) {
    // The row is moved there and back, so that its memory is never shared and never copied.
    var filling = RowFilling(line: self, row: RowBuffer())
    swap(&filling.row, &row)
    filling.row.removeAll()
    Self.declare(&filling)
    swap(&filling.row, &row)
  }
}

extension ColumnType {
  /// Whether its values are numbers.
  fileprivate var isNumber: Bool {
    switch self {
    case .quantity, .money, .price, .ratio, .integer, .decimal: true
    case .text, .code, .date, .timestamp, .boolean, .uuid: false
    }
  }
}

/// A value that a cell can hold.
package protocol CellValue {
  /// Whether it can be a value of a column of this type.
  static func fits(_ type: ColumnType) -> Bool
  func append(to row: inout RowBuffer)
}

extension Int: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type.isNumber }
  package func append(to row: inout RowBuffer) { row.append(.number(Int128(self))) }
}

extension Int64: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type.isNumber }
  package func append(to row: inout RowBuffer) { row.append(.number(Int128(self))) }
}

extension Int128: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type.isNumber }
  package func append(to row: inout RowBuffer) { row.append(.number(self)) }
}

extension Bool: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .boolean }
  package func append(to row: inout RowBuffer) { row.append(.boolean(self)) }
}

extension Day: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .date }
  package func append(to row: inout RowBuffer) { row.append(.date(self)) }
}

extension Instant: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .timestamp }
  package func append(to row: inout RowBuffer) { row.append(.timestamp(self)) }
}

extension UUIDBytes: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .uuid }
  package func append(to row: inout RowBuffer) { row.append(.uuid(self)) }
}

extension String: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .text || type == .code }
  package func append(to row: inout RowBuffer) { row.append(text: self) }
}

extension StoredDecimal: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type.isNumber }
  package func append(to row: inout RowBuffer) { row.append(number: value) }
}

/// UTF-8 that lies in a pool of texts.
extension ArraySlice<UInt8>: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { type == .text || type == .code }
  package func append(to row: inout RowBuffer) { row.append(text: self) }
}

/// A value that may be missing: an empty cell.
extension Optional: CellValue where Wrapped: CellValue {
  package static func fits(_ type: ColumnType) -> Bool { Wrapped.fits(type) }
  package func append(to row: inout RowBuffer) {
    if let self { self.append(to: &row) } else { row.append(.null) }
  }
}

extension String {
  /// The text, or nil for an empty one: a name that is missing is an empty cell.
  package var orNone: String? { isEmpty ? nil : self }
}

extension TextPool {
  /// The UTF-8 of a text; nil for none.
  func text(_ reference: TextReference) -> ArraySlice<UInt8>? {
    reference.isNone ? nil : bytes(of: reference)
  }
}

/// A line of a finished book.
///
/// It holds the moment, one reference; the book itself would be one for each of its columns.
protocol BookLine: TableLine {
  var moment: StockMoment { get }
}

extension BookLine {
  var book: StockBook { moment.book }
}

/// A line about a store.
protocol StoreLine: BookLine {
  var store: Int32 { get }
}

/// A line about a product.
protocol ProductLine: BookLine {
  var product: Product { get }
}

/// A line about a product in a store.
protocol PairLine: StoreLine, ProductLine {
  var view: PairView { get }
}

extension PairLine {
  var moment: StockMoment { view.moment }
  var store: Int32 { view.store }
}

extension ProductLine {
  var sku: ArraySlice<UInt8>? { book.catalogue.texts.text(product.sku) }
  var barcode: ArraySlice<UInt8>? { book.catalogue.texts.text(product.barcode) }
  var productName: ArraySlice<UInt8>? { book.catalogue.texts.text(product.name) }
  var category: String? { book.catalogue.category(of: product).name.orNone }
  var supplierName: String? { book.catalogue.supplier(of: product).name.orNone }
  var unit: String { book.catalogue.unit(of: product) }
}

extension ColumnSink where Line: StoreLine {
  /// The id and the name of the store.
  mutating func store() {
    column("store_id", .uuid) { $0.book.stores.id($0.store) }
    column("store_name", .text) { $0.book.stores.name($0.store) }
  }
}
