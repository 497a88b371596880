/// How log lines are written.
public enum LogFormat: String, CaseIterable, Sendable {
  /// For people.
  case text
  /// `key=value` pairs, a line each, as Loki, Splunk and grep read them.
  case logfmt
  /// A JSON object a line.
  case json
}
