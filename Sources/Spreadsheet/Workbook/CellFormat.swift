import CLibXLSXWriter

/// How a cell looks.
///
/// Equal formats of a workbook are one.
public struct CellFormat: Hashable, Sendable {
  /// Where the text stands in the cell.
  public enum Alignment: Hashable, Sendable {
    /// Text left, numbers right.
    case general
    /// At the left edge.
    case left
    /// In the middle.
    case center
    /// At the right edge.
    case right
  }

  /// The number format such as `#,##0.00`, or `@` for text.
  public var numberFormat: String?
  /// Bold type.
  public var bold = false
  /// A line below the type, as links have it.
  public var underlined = false
  /// The size of the type in points; nil for the usual 11.
  public var size: Double?
  /// The colour of the type as 0xRRGGBB.
  public var color: UInt32?
  /// The colour behind it as 0xRRGGBB.
  public var fill: UInt32?
  /// A thin line above.
  public var topBorder = false
  /// A thin line below.
  public var bottomBorder = false
  /// Whether long text goes on in a second line.
  public var wraps = false
  /// Where the text stands.
  public var alignment = Alignment.general
  /// Whether it stands at the top of a high row, not at the bottom.
  public var atTop = false
  /// Steps from the left edge.
  public var indent: UInt8 = 0

  /// A plain format with a number format.
  public init(numberFormat: String? = nil) {
    self.numberFormat = numberFormat
  }

  /// The same with something changed.
  public func with(_ change: (inout CellFormat) -> Void) -> CellFormat {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A format that a workbook knows: a small value to give with each cell.
public struct Format: Hashable, Sendable {
  /// Its place among the workbook's formats.
  let index: Int
  /// Its number in the package's styles.
  let style: UInt32
}

/// The library's formats by their place.
///
/// They live as long as the workbook.
@safe
struct FormatPointers {
  private var pointers: [UnsafeMutablePointer<lxw_format>]

  init() {
    unsafe pointers = []
  }

  /// Keeps one that is complete, and gives its place; from now on the package's styles have it.
  mutating func append(_ pointer: UnsafeMutablePointer<lxw_format>) -> Format {
    unsafe pointers.append(pointer)
    return Format(
      index: unsafe pointers.count - 1,
      style: UInt32(unsafe lxw_format_get_xf_index(pointer)))
  }

  subscript(format: Format?) -> UnsafeMutablePointer<lxw_format>? {
    guard let format else { return nil }
    return unsafe pointers[format.index]
  }
}
