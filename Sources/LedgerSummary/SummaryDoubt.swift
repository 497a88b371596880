/// Why a summary of the ledger is not trusted, and is made anew.
public struct SummaryDoubt: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason, such as `the file is cut short`.
  public var description: String

  /// A doubt.
  public init(_ description: String) {
    self.description = description
  }
}
