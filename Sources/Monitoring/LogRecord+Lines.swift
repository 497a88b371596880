import Logging
import Values

extension LogRecord {
  /// For people: the report, what happened, and the facts that an error does not name already.
  var text: String {
    let isError = level >= .error
    let period = isError ? facts["period"].map { " \($0)" } ?? "" : ""
    let about = facts["report"].map { "\($0)\(period): " } ?? ""
    let grade = isError ? "" : "\(level.rawValue): "
    // The run and the exit code are for programs.
    let more = ordered.filter { !isError && !["run", "report", "code"].contains($0.key) }
      .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return (grade + about + message + (more.isEmpty ? "" : " (\(more))")).onOneLine
  }

  /// `time=... level=error msg="..." run=...`.
  var logfmt: String {
    let head: [(key: String, value: Logger.MetadataValue)] = [
      ("time", "\(time)"), ("level", "\(level.rawValue)"), ("msg", "\(message)"),
    ]
    return (head + ordered).map { "\(Self.bare($0.key))=\(Self.quoted("\($0.value)"))" }
      .joined(separator: " ")
  }

  /// `{"time":"...","level":"error","msg":"...","run":"..."}`; numbers are numbers.
  var json: String {
    let head: [(key: String, value: Logger.MetadataValue)] = [
      ("time", "\(time)"), ("level", "\(level.rawValue)"), ("msg", "\(message)"),
    ]
    return "{"
      + (head + ordered).map { "\($0.key.jsonString):\(Self.json($0.value))" }
      .joined(separator: ",") + "}"
  }

  private static func json(_ value: Logger.MetadataValue) -> String {
    switch value {
    case .stringConvertible(let number as Int): "\(number)"
    case .stringConvertible(let number as Int32): "\(number)"
    case .stringConvertible(let flag as Bool): "\(flag)"
    case .stringConvertible(let number as Double) where number.isFinite: "\(number)"
    case .array(let values): "[\(values.map(json).joined(separator: ","))]"
    case .dictionary(let values):
      "{"
        + values.sorted { $0.key < $1.key }.map { "\($0.key.jsonString):\(json($0.value))" }
        .joined(separator: ",") + "}"
    default: "\(value)".jsonString
    }
  }

  /// A key that no reader takes for anything else.
  private static func bare(_ key: String) -> String {
    String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) ? $0 : "_" })
  }

  /// A value, in quotes when it would end early or be taken for two without.
  private static func quoted(_ value: String) -> String {
    let isPlain =
      !value.isEmpty
      && value.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && !$0.isUnprintable
      }
    return isPlain ? value : value.jsonString
  }
}

extension String {
  /// The text as a JSON string; no character of it can end the line or steer a terminal.
  var jsonString: String {
    let escaped = unicodeScalars.map { scalar in
      scalar == "\"" || scalar == "\\"
        ? "\\\(scalar)" : scalar.isUnprintable ? scalar.escaped : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }

  /// The text without line breaks and characters that would steer a terminal.
  var onOneLine: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.map { scalar in
      switch scalar {
      case "\n", "\r", "\t": " "
      case _ where scalar.isUnprintable: scalar.escaped
      default: String(scalar)
      }
    }.joined()
  }
}
