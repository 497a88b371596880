import Foundation
import Logging
import Monitoring
import Synchronization
import Values

/// What a person sees: results on standard output, everything else on standard error.
enum Terminal {
  /// Whether standard output is a terminal.
  static let isOutputTerminal = isatty(1) == 1
  /// Whether standard error is a terminal.
  static let isErrorTerminal = isatty(2) == 1

  static func print(_ text: String) {
    write(harmless(text) + "\n", to: .standardOutput)
  }

  static func note(_ text: String) {
    write(harmless(text) + "\n", to: .standardError)
  }

  /// A sentence on standard error, broken between words.
  static func note(wrapped text: String) {
    note(TextWrap.text(text.printable, width: errorWidth, hanging: 2))
  }

  /// The text without anything that would steer the terminal, but for what `paint` has put there.
  ///
  /// Code that shows a name makes it `printable`, so that it stays on its line; this is the net
  /// below.
  private static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 != "\n" && $0.isUnprintable }) else {
      return text
    }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if let style = Style.sequences.first(where: { rest.starts(with: $0.unicodeScalars) }) {
        result += style
        rest = rest.dropFirst(style.unicodeScalars.count)
        continue
      }
      result += scalar != "\n" && scalar.isUnprintable ? scalar.escaped : String(scalar)
      rest = rest.dropFirst()
    }
    return result
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

  enum Style: String, CaseIterable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// What ends a style.
    static let end = "\u{1B}[0m"
    /// What begins it.
    var begin: String { "\u{1B}[\(rawValue)m" }
    /// All that `paint` writes.
    static let sequences = allCases.map(\.begin) + [end]
  }

  /// The text in a style where colours are wanted: on a terminal, without NO_COLOR.
  static func paint(_ text: String, _ style: Style, on terminal: Bool = isOutputTerminal) -> String
  {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return terminal && !isPlain ? style.begin + text + Style.end : text
  }

  /// Whether a document was printed: whatever happens then, no second one may follow.
  static var hasPrintedDocument: Bool { documents.load(ordering: .relaxed) > 0 }

  private static let documents = Atomic(0)

  /// Values as JSON with sorted keys, for programs.
  static func print(json value: some Encodable) throws {
    documents.add(1, ordering: .relaxed)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    // Inside of strings alone: the encoder escapes only what JSON demands.
    let isHarmless = text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnprintable }
    let lines = isHarmless ? [text] : text.split(separator: "\n").map { String($0).printable }
    print(lines.joined(separator: "\n"))
  }
}
