extension ConnectionSettings: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Host, port, user and database as far as they are given here; never the password.
  public var description: String {
    let given = (try? givenOptions()) ?? [:]
    var words: [String] = []
    for keyword in ["service", "host", "port", "user", "dbname"] {
      if let value = given[keyword], !value.isEmpty { words.append("\(keyword)=\(value)") }
    }
    if connectionString != nil, given.isEmpty { words.append("(a connection string)") }
    return words.isEmpty ? "(libpq defaults)" : words.joined(separator: " ")
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Only the description, so that `dump` and failed expectations do not show the password.
  public var customMirror: Mirror {
    Mirror(self, children: ["settings": description], displayStyle: .struct)
  }
}
