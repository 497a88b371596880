/// Why alerts cannot be sent at all.
public enum AlertError: Error, Sendable, CustomStringConvertible {
  /// A setting does not fit; the text names the remedy and no secret.
  case configuration(String)

  /// One line that names the thing and the remedy.
  public var description: String {
    switch self {
    case .configuration(let text): text
    }
  }
}
