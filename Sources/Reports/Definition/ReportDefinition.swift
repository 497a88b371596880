/// A report as its folder describes it.
public struct ReportDefinition: Hashable, Sendable {
  /// The folder's name, and the report's name in commands and file names.
  public var name: String
  /// The folder, for its query files.
  public var folder: String
  /// A short title for people.
  public var title: String
  /// Who reads it.
  public var audience: String
  /// What it says and how it counts, in a few sentences.
  public var description: String
  /// When it is due.
  public var schedule: Schedule
  /// What a run may choose.
  public var parameters: [Parameter]
  /// Its tables, in the order of the sheets.
  public var tables: [TableDefinition]
  /// What `Summary` draws.
  public var charts: [Chart]
  /// What is checked before anything is published.
  public var checks: [Check]
  /// The figure that stands for the report in a list, as table and column; nil when it has none.
  public var keyTotal: TableColumn?
  /// The same run with some of its columns, for other readers.
  public var editions: [Edition]
  /// Of which report this is an edition, and by which list; nil for a report of a folder.
  public var origin: EditionOrigin?

  /// When a report is due, in the report's time zone.
  public enum Schedule: Hashable, Sendable {
    /// Only when asked for.
    case manual
    /// Every hour, on current data.
    case hourly
    /// Once for each business date.
    case daily
    /// Once for each week that ends on a weekday, 1 (Monday) to 7 (Sunday).
    case weekly(weekday: Int)
    /// Once for each calendar month.
    case monthEnd
  }

  /// A column of one of the tables.
  public struct TableColumn: Hashable, Sendable {
    /// The table's key.
    public var table: String
    /// The column's key.
    public var column: String

    /// A column of a table.
    public init(table: String, column: String) {
      self.table = table
      self.column = column
    }
  }

  /// Something that a run may choose.
  public struct Parameter: Hashable, Sendable {
    /// Its name: `date`, `from`, `to`, `compare_with`, `stores`, `suppliers`, `window`, or the
    /// report's own.
    public var name: String
    /// What it is, for people.
    public var title: String
    /// What its value is: `integer`, `text` or `date`.
    public var type: ColumnType
    /// The value when none is given, as text; nil when the runner decides (dates, stores).
    public var defaultValue: String?

    /// A parameter.
    public init(name: String, title: String, type: ColumnType, defaultValue: String?) {
      self.name = name
      self.title = title
      self.type = type
      self.defaultValue = defaultValue
    }
  }

  /// A picture on `Summary`: the sum of a column by the values of another.
  public struct Chart: Hashable, Sendable {
    /// How it is drawn.
    public enum Kind: String, Hashable, Sendable {
      /// The largest groups as bars.
      case bars
      /// The largest groups as bars, each of several columns one after another.
      case stacked
      /// A line over the days.
      case line
    }

    /// How it is drawn.
    public var kind: Kind
    /// The heading.
    public var title: String
    /// The table's key.
    public var table: String
    /// The column that groups: a name for bars, a date for a line.
    public var group: String
    /// The numbers that are summed: one, or of stacked bars several.
    public var values: [String]

    /// A chart.
    public init(kind: Kind, title: String, table: String, group: String, values: [String]) {
      self.kind = kind
      self.title = title
      self.table = table
      self.group = group
      self.values = values
    }
  }

  /// Something that must hold before the report is published.
  public struct Check: Hashable, Sendable {
    /// What a failed check does.
    public enum Severity: String, Hashable, Sendable {
      /// Nothing is published.
      case error
      /// It is published, and says so.
      case warn
    }

    /// How it is found out.
    public enum Source: Hashable, Sendable {
      /// A query in the report's folder gives rows of `metric` and `value` that must equal the
      /// tables' own totals.
      case query(file: String)
      /// The totals of these columns must be equal.
      case equal([TableColumn])
      /// The computation itself finds out, under the check's name.
      case computed
      /// The rows of a table are compared with those of the earlier run.
      case rows(RowRule)
    }

    /// A short name, unique in the report.
    public var name: String
    /// What must hold, as a sentence.
    public var title: String
    /// What happens when it does not.
    public var severity: Severity
    /// How it is found out.
    public var source: Source

    /// A check.
    public init(name: String, title: String, severity: Severity, source: Source) {
      self.name = name
      self.title = title
      self.severity = severity
      self.source = source
    }
  }

  /// A report.
  public init(
    name: String, folder: String, title: String, audience: String, description: String,
    schedule: Schedule, parameters: [Parameter], tables: [TableDefinition], charts: [Chart],
    checks: [Check], keyTotal: TableColumn?, editions: [Edition] = []
  ) {
    self.name = name
    self.folder = folder
    self.title = title
    self.audience = audience
    self.description = description
    self.schedule = schedule
    self.parameters = parameters
    self.tables = tables
    self.charts = charts
    self.checks = checks
    self.keyTotal = keyTotal
    self.editions = editions
  }

  /// The table of a key.
  public func table(_ key: String) -> TableDefinition? {
    tables.first { $0.key == key }
  }

  /// Whether a run may choose a parameter of this name.
  public func has(parameter name: String) -> Bool {
    parameters.contains { $0.name == name }
  }
}
