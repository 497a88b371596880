import CLibPQ

extension ConnectionSettings {
  /// The options given here, by libpq keyword: the connection string's, then the properties.
  func givenOptions() throws(PostgresError) -> [String: String] {
    var options: [String: String] = [:]
    if let connectionString { options = try parsed(connectionString) }
    for (keyword, value) in explicitOptions { options[keyword] = value }
    return options
  }

  /// These settings with those of a connection string instead of, or beside, what is given here.
  ///
  /// Throws `PostgresError` when it cannot be understood.
  public func overridden(by string: String) throws(PostgresError) -> ConnectionSettings {
    let options = try givenOptions().merging(try parsed(string)) { $1 }
    var settings = self
    settings.host = nil
    settings.port = nil
    settings.user = nil
    settings.password = nil
    settings.database = nil
    settings.applicationName = nil
    settings.target = nil
    settings.connectionString = options.sorted { $0.key < $1.key }.map { keyword, value in
      let quoted = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
      return "\(keyword)='\(quoted)'"
    }.joined(separator: " ")
    return settings
  }

  /// The parameters for `PQconnectStartParams`; a later one wins over an earlier one.
  func connectParameters() throws(PostgresError) -> [(keyword: String, value: String)] {
    // Weakest first, so that a connection string can change how dead peers are noticed.
    var parameters: [(keyword: String, value: String)] = [
      ("keepalives", "1"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "10000"),
      ("fallback_application_name", "inventory-reports"),
    ]
    for (keyword, value) in try givenOptions() where !value.isEmpty {
      parameters.append((keyword, value))
    }
    // Text is decoded as UTF-8 here, whatever PGCLIENTENCODING says.
    parameters.append(("client_encoding", "UTF8"))
    return parameters
  }

  private var explicitOptions: [(String, String)] {
    var options: [(String, String)] = []
    func add(_ keyword: String, _ value: String?) {
      if let value { options.append((keyword, value)) }
    }
    add("host", host)
    add("port", port.map(String.init))
    add("user", user)
    add("password", password)
    add("dbname", database)
    add("application_name", applicationName)
    add("target_session_attrs", target?.rawValue)
    return options
  }

  /// The options of a connection string.
  ///
  /// libpq's complaints quote the string, and with it perhaps a password: only the words before
  /// the first quotation mark are passed on.
  private func parsed(_ string: String) throws(PostgresError) -> [String: String] {
    var complaint: UnsafeMutablePointer<CChar>?
    guard let first = unsafe PQconninfoParse(string, &complaint) else {
      let text = unsafe complaint.map { unsafe String(cString: $0) } ?? "out of memory"
      unsafe PQfreemem(complaint)
      let safe = text.prefix { $0 != "\"" }
      throw PostgresError(.settings, "the connection string is not valid: \(safe)")
    }
    defer { unsafe PQconninfoFree(first) }
    return unsafe optionValues(first)
  }
}

/// The set values of a libpq option list, by keyword.
func optionValues(_ first: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
  var values: [String: String] = [:]
  var option = unsafe first
  while let keyword = unsafe option.pointee.keyword {
    if let value = unsafe option.pointee.val {
      unsafe values[String(cString: keyword)] = unsafe String(cString: value)
    }
    unsafe option += 1
  }
  return values
}
