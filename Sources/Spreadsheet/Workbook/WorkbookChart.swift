/// A chart of one series, from two ranges of a sheet that is kept in memory.
public struct WorkbookChart: Hashable, Sendable {
  /// How it is drawn.
  public enum Kind: Hashable, Sendable {
    /// Bars from the top down, each with its value.
    case bars
    /// A line.
    case line
  }

  /// How it is drawn.
  public var kind: Kind
  /// The heading.
  public var title: String
  /// The range of the names or days, without `=`.
  public var categories: String
  /// The range of the values, without `=`.
  public var values: String
  /// The number format of the values.
  public var numberFormat: String
  /// Where the axis of the values ends; nil for where the program likes.
  ///
  /// With one it begins at 0.
  public var maximum: Double?
  /// The width in pixels of the screen.
  public var width: Double
  /// The height in pixels of the screen.
  public var height: Double

  /// A chart.
  public init(
    kind: Kind, title: String, categories: String, values: String, numberFormat: String,
    maximum: Double? = nil, width: Double, height: Double
  ) {
    self.kind = kind
    self.title = title
    self.categories = categories
    self.values = values
    self.numberFormat = numberFormat
    self.maximum = maximum
    self.width = width
    self.height = height
  }
}
