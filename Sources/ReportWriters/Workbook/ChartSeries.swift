public import Reports
public import Values

/// What a chart shows: a few sums, computed once for every file.
public struct ChartSeries: Hashable, Sendable {
  /// One bar, or one point of a line.
  public struct Point: Hashable, Sendable {
    /// The group, or the day as `YYYY-MM-DD`.
    public var label: String
    /// The day, in a line.
    public var day: Day?
    /// The sum of each value column at its scale.
    public var sums: [Int128]

    /// A bar or a point.
    public init(label: String, day: Day? = nil, sums: [Int128]) {
      self.label = label
      self.day = day
      self.sums = sums
    }
  }

  /// The chart as the definition has it.
  public var chart: ReportDefinition.Chart
  /// The columns that are summed, all of one type.
  public var valueColumns: [Column]
  /// The type of the sums.
  var type: ColumnType { valueColumns[0].type }
  /// The column that groups.
  public var groupColumn: Column
  /// Bars from the largest down, the rest as one `other`; a line by day, a day without rows as 0.
  public var points: [Point]
  /// Whether quantities of several units met in it: then it says nothing and is not drawn.
  public var mixesUnits: Bool

  /// A chart's sums.
  public init(
    chart: ReportDefinition.Chart, valueColumns: [Column], groupColumn: Column, points: [Point],
    mixesUnits: Bool
  ) {
    self.chart = chart
    self.valueColumns = valueColumns
    self.groupColumn = groupColumn
    self.points = points
    self.mixesUnits = mixesUnits
  }
}
