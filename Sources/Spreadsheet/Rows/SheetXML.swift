/// The XML of rows and their cells, as ECMA-376 part 1, 18.3.1.73 and 18.3.1.4 describe them.
///
/// Texts lie in their cells, not in a table of all texts, which would have to be kept in memory.
struct SheetXML: ~Copyable {
  /// What has been written and not yet taken away.
  var bytes = ByteBuffer(capacity: 1 << 17)
  /// The row being written, from 0; before the first the one above it.
  private(set) var row: Int
  /// The last cell of the row so far.
  private(set) var column = -1
  /// The last column that any row has.
  private(set) var lastColumn = 0
  /// The row's number as the references of its cells end, and how many digits it has.
  private var rowNumber: (word: UInt64, digits: Int) = (0, 0)
  /// Where the row's height belongs, and how long what stands there is.
  private var heightPlace = 0
  private var heightLength = 0

  /// Rows of a sheet from a given one on.
  init(from first: Int) {
    row = first - 1
  }

  /// Begins the next row.
  mutating func beginRow() {
    row += 1
    column = -1
    rowNumber = Self.packed(row + 1)
    bytes.append("<row r=\"")
    bytes.append(packed: rowNumber.word, count: rowNumber.digits)
    bytes.append("\"")
    heightPlace = bytes.count
    heightLength = 0
    bytes.append(">")
  }

  /// Ends the row.
  mutating func endRow() {
    bytes.append("</row>")
  }

  /// Gives the row a height in points, also after its cells.
  mutating func setHeight(_ points: Double) {
    var height = ByteBuffer(capacity: 64)
    height.append(" ht=\"")
    height.append(shortest: points)
    height.append("\" customHeight=\"1\"")
    bytes.replace(heightLength, at: heightPlace, with: height)
    heightLength = height.count
  }

  /// A cell of text.
  mutating func text(_ text: UnsafeBufferPointer<UInt8>, column: Int, format: Format?) {
    begin(column, format)
    bytes.append(
      unsafe CellText.needsSpace(text)
        ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">" : " t=\"inlineStr\"><is><t>")
    unsafe CellText.append(text, isXML: true, to: &bytes)
    bytes.append("</t></is></c>")
  }

  /// A cell of an exact decimal.
  mutating func number(_ value: Int128, scale: Int, column: Int, format: Format?) {
    begin(column, format)
    bytes.append("><v>")
    bytes.append(number: value, scale: scale)
    bytes.append("</v></c>")
  }

  /// A cell of a binary number, which is finite.
  mutating func number(_ value: Double, column: Int, format: Format?) {
    begin(column, format)
    bytes.append("><v>")
    bytes.append(shortest: value)
    bytes.append("</v></c>")
  }

  /// A cell of a truth value.
  mutating func boolean(_ value: Bool, column: Int, format: Format?) {
    begin(column, format)
    bytes.append(value ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>")
  }

  /// A cell of a formula, without its `=`, with the value that a preview shows.
  mutating func formula(
    _ formula: String, value: Int128, scale: Int, column: Int, format: Format?
  ) {
    begin(column, format)
    bytes.append("><f>")
    var formula = formula
    formula.withUTF8 { unsafe CellText.append($0, isXML: true, to: &bytes) }
    bytes.append("</f><v>")
    bytes.append(number: value, scale: scale)
    bytes.append("</v></c>")
  }

  /// An empty cell that has a look.
  mutating func blank(column: Int, format: Format) {
    begin(column, format)
    bytes.append("/>")
  }

  private mutating func begin(_ column: Int, _ format: Format?) {
    self.column = column
    if column > lastColumn { lastColumn = column }
    bytes.append("<c r=\"")
    if column >= 702 { bytes.append(Self.letter((column / 26 - 1) / 26 - 1)) }
    if column >= 26 { bytes.append(Self.letter((column / 26 - 1) % 26)) }
    bytes.append(Self.letter(column % 26))
    bytes.append(packed: rowNumber.word, count: rowNumber.digits)
    if let format {
      bytes.append("\" s=\"")
      bytes.append(digits: UInt64(format.style))
    }
    bytes.append("\"")
  }

  /// The digits of a row's number, of which there are at most seven.
  private static func packed(_ number: Int) -> (word: UInt64, digits: Int) {
    var word: UInt64 = 0
    var digits = 0
    var rest = number
    repeat {
      word = word << 8 | UInt64(UInt8(ascii: "0")) + UInt64(rest % 10)
      rest /= 10
      digits += 1
    } while rest > 0
    return (word, digits)
  }

  private static func letter(_ place: Int) -> UInt8 {
    UInt8(ascii: "A") + UInt8(place)
  }
}
