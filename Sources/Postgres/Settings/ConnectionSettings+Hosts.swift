import CLibPQ

extension ConnectionSettings {
  /// These settings once for each host of the list, in the order of the list.
  ///
  /// libpq walks a list itself, but gives up at the first host that is full (53300) or lacks the
  /// database (3D000). A caller that prefers another standby after a conflict needs single hosts.
  /// The list may come from the properties, the connection string or `PGHOST`. If a standby is only
  /// preferred, every host comes twice: first as a standby, then as whatever it is.
  public func oneForEachHost() throws(PostgresError) -> [ConnectionSettings] {
    let options = try givenOptions()
    let defaults = options["service"] == nil ? Self.environmentOptions() : [:]
    func list(_ keyword: String) -> [String] {
      let text = options[keyword] ?? defaults[keyword] ?? ""
      return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    // With numeric addresses given as well, the pairs belong together: leave them to libpq.
    let hosts = list("host")
    guard hosts.count > 1, options["hostaddr"] == nil, defaults["hostaddr"] == nil else {
      return [self]
    }
    let ports = list("port")
    guard ports.count == 1 || ports.count == hosts.count || ports.isEmpty else {
      throw PostgresError(.settings, "\(hosts.count) hosts but \(ports.count) ports")
    }
    let singles = hosts.enumerated().map { index, host in
      var single = self
      single.host = host
      let text = ports.count == hosts.count ? ports[index] : ports.first ?? ""
      // An empty entry of a list means the default port.
      single.port = Int(text) ?? 5432
      return single
    }
    let keyword = "target_session_attrs"
    guard (options[keyword] ?? defaults[keyword]) == Target.preferStandby.rawValue else {
      return singles
    }
    return [Target.standby, .any].flatMap { target in
      singles.map { single in
        var single = single
        single.target = target
        return single
      }
    }
  }

  /// Each server that is named here, as `host:port`; none when that is left to libpq.
  ///
  /// Throws `PostgresError` for a connection string that cannot be understood.
  public func givenAddresses() throws(PostgresError) -> [String] {
    let options = try givenOptions()
    let hosts = (options["host"] ?? options["hostaddr"] ?? "").split(separator: ",")
    let ports = (options["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
    return hosts.enumerated().map { index, host in
      let port = ports.count == hosts.count ? ports[index] : ports.first ?? ""
      return "\(host):\(port.isEmpty ? "5432" : port)"
    }
  }

  /// What the environment and a service named there give, by libpq keyword.
  private static func environmentOptions() -> [String: String] {
    guard let first = unsafe PQconndefaults() else { return [:] }
    defer { unsafe PQconninfoFree(first) }
    return unsafe optionValues(first)
  }
}
