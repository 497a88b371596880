/// The names of cells and ranges in formulas.
public enum CellReference {
  /// `B7` for row 6 and column 1, both from 0.
  public static func cell(row: Int, column: Int) -> String {
    "\(letters(column))\(row + 1)"
  }

  /// `$B$7`.
  public static func fixed(row: Int, column: Int) -> String {
    "$\(letters(column))$\(row + 1)"
  }

  /// `'Sheet'!$B$2:$B$60`: the rows of one column, both ends included.
  public static func range(sheet: String, rows: ClosedRange<Int>, column: Int) -> String {
    let first = fixed(row: rows.lowerBound, column: column)
    return "\(quoted(sheet))!\(first):\(fixed(row: rows.upperBound, column: column))"
  }

  /// `'Sheet'!$A$1:$C$60`: a rectangle from the first column on.
  public static func range(sheet: String, rows: ClosedRange<Int>, columns: Int) -> String {
    let last = fixed(row: rows.upperBound, column: columns - 1)
    return "\(quoted(sheet))!\(fixed(row: rows.lowerBound, column: 0)):\(last)"
  }

  /// A sheet's name as a formula has it, always in quotes.
  public static func quoted(_ sheet: String) -> String {
    "'" + sheet.replacing("'", with: "''") + "'"
  }

  private static func letters(_ column: Int) -> String {
    var rest = column + 1
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
