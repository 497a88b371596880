import Foundation
import Logging
import Monitoring

/// What a person sees: results on standard output, everything else on standard error.
enum Terminal {
  /// Whether standard output is a terminal.
  static let isOutputTerminal = isatty(1) == 1
  /// Whether standard error is a terminal.
  static let isErrorTerminal = isatty(2) == 1

  static func print(_ text: String) {
    write(text + "\n", to: .standardOutput)
  }

  static func note(_ text: String) {
    write(text + "\n", to: .standardError)
  }

  /// Says what is wrong, a line each, in the form that the log has.
  static func error(_ text: String, _ facts: Logger.Metadata = [:]) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      log.log(.error, String(line), facts)
    }
  }

  static func write(_ text: String, to file: FileHandle) {
    do {
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      // A reader that went away, as `| head` does, is no failure of the run. But half a result
      // must not look like a whole one.
      let error = error as NSError
      let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
      guard file === FileHandle.standardOutput, cause.code != Int(EPIPE) else { return }
      exit(ExitStatus.Code.cannotWrite)
    }
  }

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  /// The text in a style where colours are wanted: on a terminal, without NO_COLOR.
  static func paint(_ text: String, _ style: Style, on terminal: Bool = isOutputTerminal) -> String
  {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return terminal && !isPlain ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Values as JSON with sorted keys, for programs.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
