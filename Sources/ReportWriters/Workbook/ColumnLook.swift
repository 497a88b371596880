import Reports
import Spreadsheet
import Values

/// How the cells of one column look, and how wide they have been so far.
struct ColumnLook {
  /// The heading; money names its currency.
  let heading: String
  let type: ColumnType
  /// Whether it is for programs: folded away, so that people see names and figures.
  let isFolded: Bool
  /// Digits after the point of a number.
  let scale: Int
  /// How far words stand from the left edge, in characters.
  let indent: UInt8
  let plain: Format
  /// Long or broken text.
  let wrapped: Format?
  /// Below zero: besides the minus sign bold and red.
  let negative: Format
  /// A whole quantity, without decimals but with their room, so that the points stand in a line.
  let whole: Format?
  let wholeNegative: Format?
  /// A time with milliseconds, for those that would be shown as the next day's.
  let precise: Format?
  let total: Format
  let negativeTotal: Format
  private var width = 0
  private var lowest: Int128 = 0
  private var highest: Int128 = 0
  private var hasNumbers = false
  private let widest: Int

  static let red: UInt32 = 0xB00020
  /// How wide a column is at most, and one of those that stay in sight.
  private static let widest = 60
  private static let widestName = 46
  private static let narrowest = 6

  /// The look of a column; words that stand `beside` a number keep their distance from it, and a column
  /// that is `naming` rows leaves room for the others.
  init(
    _ column: Column, currency: String, beside isBesideNumber: Bool, isNaming: Bool,
    book: inout Workbook
  ) throws(WorkbookError) {
    type = column.type
    widest = isNaming ? Self.widestName : Self.widest
    isFolded = column.isFolded
    scale = column.type.scale ?? 0
    indent = isBesideNumber && Self.alignment(type) == .left ? 1 : 0
    let isMoney = type == .money || type == .price
    heading =
      isMoney && !column.title.contains(currency) ? "\(column.title) (\(currency))" : column.title
    let number = Self.numberFormat(type)
    var look = CellFormat(numberFormat: number).with { $0.atTop = true }
    if type == .uuid {
      look.size = 8
      look.color = 0x7F7F7F
    }
    look.alignment = Self.alignment(type)
    look.indent = indent
    plain = try book.format(look)
    wrapped = type == .text || type == .code ? try book.format(look.with { $0.wraps = true }) : nil
    let below = look.with {
      $0.bold = true
      $0.color = Self.red
    }
    negative = type == .quantity ? try book.format(below) : plain
    let isQuantity = type == .quantity
    whole =
      isQuantity ? try book.format(look.with { $0.numberFormat = Self.wholeFormat }) : nil
    wholeNegative =
      isQuantity ? try book.format(below.with { $0.numberFormat = Self.wholeFormat }) : nil
    precise =
      type == .timestamp
      ? try book.format(look.with { $0.numberFormat = "yyyy-mm-dd hh:mm:ss.000" }) : nil
    let sum = SheetLook.total.with { $0.numberFormat = number }
    total = try book.format(sum)
    negativeTotal = type == .quantity ? try book.format(sum.with { $0.color = Self.red }) : total
  }

  private static let wholeFormat = "#,##0_._0_0_0"

  /// The number format of a figure of a type: whole quantities have no decimals.
  static func numberFormat(_ type: ColumnType, of figure: Int128) -> String? {
    type == .quantity && figure % 1_000 == 0 ? wholeFormat : numberFormat(type)
  }

  /// The look of a number of this column.
  func look(of number: Int128) -> Format {
    if let whole, let wholeNegative, let short = Int64(exactly: number), short % 1_000 == 0 {
      return short < 0 ? wholeNegative : whole
    }
    return number < 0 ? negative : plain
  }

  /// Whether a local time is so near to midnight that a spreadsheet, which rounds to what it shows,
  /// would show the next day.
  static func isNearMidnight(_ local: Int64) -> Bool {
    local % 86_400_000_000 >= 86_399_500_000
  }

  /// The number format of a type; nil for plain text.
  static func numberFormat(_ type: ColumnType) -> String? {
    switch type {
    case .quantity: "#,##0.000"
    case .money, .price: "#,##0.00"
    case .ratio: "0.0%"
    case .integer: "#,##0"
    case .decimal(let scale): scale > 0 ? "#,##0." + String(repeating: "0", count: scale) : "#,##0"
    case .date: "yyyy-mm-dd"
    case .timestamp: "yyyy-mm-dd hh:mm:ss"
    case .code: "@"
    // Excel shows the words anyway; others would show 1 and 0 in a cell that has a look.
    case .boolean: #""TRUE";"TRUE";"FALSE""#
    case .text, .uuid: nil
    }
  }

  /// Where cells and heading stand: numbers right, what is read as a word left.
  static func alignment(_ type: ColumnType) -> CellFormat.Alignment {
    switch type {
    case .quantity, .money, .price, .ratio, .integer, .decimal: .right
    case .boolean: .center
    case .text, .code, .date, .timestamp, .uuid: .left
    }
  }

  /// Takes note of how wide a cell's content is, in characters.
  mutating func note(width: Int) {
    if width > self.width { self.width = width }
  }

  /// Takes note of text, and says how many lines it needs.
  mutating func note(text: Span<UInt8>) -> Int {
    // No character is wider than its bytes, so most text is no news.
    let limit = widest - 4
    guard text.count > min(width, limit) || text.hasLineFeed else { return 1 }
    let extent = TextWidth.of(text, wrappedAt: limit)
    note(width: extent.width)
    return extent.lines
  }

  /// Takes note of a number in the column's format.
  mutating func note(number: Int128) {
    hasNumbers = true
    // The widest are at the ends; counting digits for each cell would cost more than writing it.
    if number > highest { highest = number } else if number < lowest { lowest = number }
  }

  private func width(of number: Int128) -> Int {
    var digits = 1
    var rest = number.magnitude / ExactDecimal.powerOfTen(scale).magnitude
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    // The share of 1 is shown as 100.0%.
    let decimals = type == .ratio ? 5 : scale == 0 ? 0 : scale + 1
    return digits + (digits - 1) / 3 + decimals + (number < 0 ? 1 : 0)
  }

  /// The width to set, in characters: content and heading fit, the heading in at most two lines.
  var columnWidth: Double {
    let numbers = hasNumbers ? max(width(of: lowest), width(of: highest)) : 0
    let content = (type == .uuid ? width * 3 / 4 : max(width, numbers)) + Int(indent)
    return Double(min(max(content + 2, headingWidth, Self.narrowest), widest))
  }

  /// Whether the heading needs its second line.
  var headingBreaks: Bool { Self.headingRoom + TextWidth.of(heading) > headingWidth }

  /// The button of the filter hides this much of a heading.
  private static let headingRoom = 3

  private var headingWidth: Int {
    let whole = TextWidth.of(heading)
    guard whole > 12 else { return whole + Self.headingRoom }
    let word = heading.split(separator: " ").map { TextWidth.of(String($0)) }.max() ?? whole
    return max(word, (whole * 6 + 9) / 10) + Self.headingRoom
  }
}
