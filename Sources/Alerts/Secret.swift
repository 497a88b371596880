/// A text that no log, error or message ever shows.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  let text: String

  /// A secret.
  public init(_ text: String) {
    self.text = text
  }

  /// Asterisks.
  public var description: String { "***" }
  /// Asterisks.
  public var debugDescription: String { "***" }
}

extension Secret: CustomReflectable {
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
