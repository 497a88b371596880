/// Why a private server could not be had.
public struct EmbeddedClusterError: Error, Sendable, CustomStringConvertible {
  /// What happened, in one line.
  public let message: String
  /// The last lines of the server's log, if there is one.
  public let log: [String]

  init(_ message: String, log: [String] = []) {
    self.message = message
    self.log = log
  }

  /// The message, followed by the log's last lines.
  public var description: String {
    ([message] + log).joined(separator: "\n  ")
  }
}
