import Reports
import Spreadsheet

/// The formula of a quantity's total in one of several units.
enum UnitFormula {
  /// `SUMIF` over every sheet of the table, or nil when Excel would count something else: it ignores
  /// case, and knows wildcards and comparisons.
  static func text(
    sums: [TableSummary.UnitTotal], unit: String, unitRow: Int, column: Int, _ table: TableSheets
  ) -> String? {
    guard let unitColumn = table.table.unitIndex, isPlain(unit),
      sums.count(where: { $0.unit.lowercased() == unit.lowercased() }) == 1
    else { return nil }
    let criterion = CellReference.fixed(row: unitRow, column: 3)
    return zip(table.ranges(of: unitColumn), table.ranges(of: column))
      .map { units, quantities in "SUMIF(\(units),\(criterion),\(quantities))" }
      .joined(separator: "+")
  }

  private static func isPlain(_ unit: String) -> Bool {
    guard let first = unit.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return unit.unicodeScalars.allSatisfy { !"*?~<>=\"+-.".unicodeScalars.contains($0) }
  }
}
