/// A chart of ranges of a sheet that is kept in memory.
public struct WorkbookChart: Hashable, Sendable {
  /// How it is drawn.
  public enum Kind: Hashable, Sendable {
    /// Bars from the top down, each with its value.
    case bars
    /// Bars from the top down, each of one part for every series.
    case stacked
    /// A line.
    case line
  }

  /// How it is drawn.
  public var kind: Kind
  /// The heading.
  public var title: String
  /// The range of the names or days, without `=`.
  public var categories: String
  /// What is drawn.
  public var series: [Series]
  /// The number format of the values.
  public var numberFormat: String
  /// Where the axis of the values ends; nil for where the program likes.
  ///
  /// With one it begins at 0.
  public var maximum: Double?
  /// A row of values.
  public struct Series: Hashable, Sendable {
    /// What it is, in the legend.
    public var name: String
    /// The range of the values, without `=`.
    public var values: String

    /// A row of values.
    public init(name: String, values: String) {
      self.name = name
      self.values = values
    }
  }

  /// The width in pixels of the screen.
  public var width: Double
  /// The height in pixels of the screen.
  public var height: Double

  /// A chart.
  public init(
    kind: Kind, title: String, categories: String, series: [Series], numberFormat: String,
    maximum: Double? = nil, width: Double, height: Double
  ) {
    self.kind = kind
    self.title = title
    self.categories = categories
    self.series = series
    self.numberFormat = numberFormat
    self.maximum = maximum
    self.width = width
    self.height = height
  }
}
