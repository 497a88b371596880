/// A setting of who may do what that cannot be used; the text says why and what was expected.
public struct UnusableAccess: Error, CustomStringConvertible, Sendable {
  /// One safe line.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
