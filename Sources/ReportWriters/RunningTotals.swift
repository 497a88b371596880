import Reports

/// The totals of one table while its rows pass: exact, and without a String for a row.
struct RunningTotals {
  private let table: TableDefinition
  private let plainColumns: [Int]
  private let quantityColumns: [Int]
  private let unitColumn: Int?
  private var rows = 0
  private var plainSums: [Int128]
  /// The place of a unit in `units`, by its bytes.
  private var unitPlaces: [ArraySlice<UInt8>: Int] = [:]
  private var units: [ArraySlice<UInt8>] = []
  private var unitRows: [Int] = []
  private var lastUnit = 0
  /// For each unit the sums of the quantity columns, one after the other.
  private var unitSums: [Int128] = []

  init(_ table: TableDefinition) {
    self.table = table
    let totalled = table.columns.indices.filter {
      table.columns[$0].totalled && table.columns[$0].type.scale != nil
    }
    quantityColumns = totalled.filter { table.columns[$0].type == .quantity }
    plainColumns = totalled.filter { table.columns[$0].type != .quantity }
    plainSums = Array(repeating: 0, count: plainColumns.count)
    unitColumn = table.unitIndex
  }

  /// How many rows have passed.
  var rowCount: Int { rows }

  mutating func add(_ row: RowBuffer) throws(ReportWriteError) {
    rows += 1
    for (place, column) in plainColumns.enumerated() {
      guard case .number(let value) = row.cells[column] else { continue }
      plainSums[place] = try sum(plainSums[place], value, column)
    }
    // Without a unit a sum could mix kilograms with pieces, so there is none.
    guard let unitColumn, !quantityColumns.isEmpty else { return }
    let unit = place(ofUnit: row.bytes(unitColumn))
    unitRows[unit] += 1
    for (place, column) in quantityColumns.enumerated() {
      guard case .number(let value) = row.cells[column] else { continue }
      let index = unit * quantityColumns.count + place
      unitSums[index] = try sum(unitSums[index], value, column)
    }
  }

  /// The totals of the rows so far.
  var summary: TableSummary {
    var totals: [Int: TableSummary.Total] = [:]
    for (place, column) in plainColumns.enumerated() {
      totals[column] = .overall(plainSums[place])
    }
    let order = units.indices.sorted { units[$0].lexicographicallyPrecedes(units[$1]) }
    let names = units.map { String(decoding: $0, as: UTF8.self) }
    for (place, column) in quantityColumns.enumerated() {
      totals[column] = .byUnit(
        order.map { unit in
          TableSummary.UnitTotal(
            unit: names[unit], sum: unitSums[unit * quantityColumns.count + place])
        })
    }
    let common = order.indices.sorted {
      let rows = (unitRows[order[$0]], unitRows[order[$1]])
      return rows.0 != rows.1 ? rows.0 > rows.1 : $0 < $1
    }
    return TableSummary(
      table: table, rows: rows, totals: totals, unitsByRows: common.map { names[order[$0]] })
  }

  private func sum(
    _ left: Int128, _ right: Int128, _ column: Int
  ) throws(ReportWriteError) -> Int128 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !overflow else {
      throw .totalTooLarge(table: table.key, column: table.columns[column].key)
    }
    return sum
  }

  private mutating func place(ofUnit unit: ArraySlice<UInt8>) -> Int {
    // Mostly the unit of the row before.
    if lastUnit < units.count, units[lastUnit] == unit { return lastUnit }
    if let place = unitPlaces[unit] {
      lastUnit = place
      return place
    }
    // A copy of its own: the row's buffer is only lent.
    let kept = ArraySlice(Array(unit))
    unitPlaces[kept] = units.count
    units.append(kept)
    unitRows.append(0)
    unitSums.append(contentsOf: repeatElement(0, count: quantityColumns.count))
    return units.count - 1
  }
}

extension RowBuffer {
  /// The bytes of a text cell; none when it is empty or not text.
  func bytes(_ column: Int) -> ArraySlice<UInt8> {
    guard case .text(let start, let count) = cells[column] else { return [] }
    return text(start: start, count: count)
  }
}
