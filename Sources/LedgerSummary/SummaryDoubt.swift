public import Files

/// Why a summary of the ledger is not trusted, and is made anew.
public struct SummaryDoubt: FileFailure, Hashable, CustomStringConvertible {
  /// The reason, such as `the file is cut short`.
  public var description: String

  /// A doubt.
  public init(_ description: String) {
    self.description = description
  }

  /// A call of the system failed on the file.
  public init(_ number: Int32, action: String, path: String) {
    self.init("cannot \(action) \(path): \(SystemError.reason(of: number))")
  }
}
