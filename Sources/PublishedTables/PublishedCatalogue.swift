/// What is published at one moment; a value that any thread may keep.
public struct PublishedCatalogue: Sendable {
  /// Counts the changes since the program started: equal numbers, equal contents.
  public var version: Int
  /// The reports that have runs, by name.
  public var reports: [PublishedReport]

  /// A report of a name.
  public func report(_ name: String) -> PublishedReport? {
    reports.first { $0.name == name }
  }
}
