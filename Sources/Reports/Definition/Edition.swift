/// The same run published once more with some of its columns, for readers who are not to see costs.
///
/// It is a list of what is in it: what it does not name is not there, whatever the report gains.
public struct Edition: Hashable, Sendable {
  /// What it has of one table.
  public struct Table: Hashable, Sendable {
    /// The table's key.
    public var key: String
    /// The keys of its columns, in the order in which the edition shows them.
    public var columns: [String]

    /// Some columns of a table.
    public init(key: String, columns: [String]) {
      self.key = key
      self.columns = columns
    }
  }

  /// Its name beside the report's: it is published as `<report>.<key>`.
  public var key: String
  /// A short title for people.
  public var title: String
  /// Who reads it.
  public var audience: String
  /// Its tables, in the order of the report.
  public var tables: [Table]

  /// An edition.
  public init(key: String, title: String, audience: String, tables: [Table]) {
    self.key = key
    self.title = title
    self.audience = audience
    self.tables = tables
  }
}

/// Where the definition of an edition comes from.
public struct EditionOrigin: Hashable, Sendable {
  /// The report it is an edition of.
  public var report: String
  /// The edition's key.
  public var key: String
  /// Its tables and columns as text: the same text, the same list.
  public var list: String

  /// The origin of an edition of a report.
  public init(of edition: Edition, in report: String) {
    self.report = report
    key = edition.key
    list = edition.tables.map { "\($0.key)(\($0.columns.joined(separator: ",")))" }
      .joined(separator: ";")
  }
}

/// The name under which an edition is published, `<report>.<key>`; no report's name has a point.
public enum EditionName {
  /// The name of an edition.
  public static func name(of key: String, in report: String) -> String { "\(report).\(key)" }

  /// The report and the key in a name; nil for the name of a report itself.
  public static func parts(of name: String) -> (report: String, key: String)? {
    guard let point = name.firstIndex(of: ".") else { return nil }
    let (report, key) = (String(name[..<point]), String(name[name.index(after: point)...]))
    guard report.isDefinitionName(hyphens: true), key.isDefinitionName(hyphens: true) else {
      return nil
    }
    return (report, key)
  }
}

extension [String: ScheduledSeries] {
  /// What `latest` of a name follows, an edition's that is no longer defined as its report's.
  public func series(of name: String) -> ScheduledSeries? {
    self[name] ?? EditionName.parts(of: name).flatMap { self[$0.report] }
  }
}
