import Postgres

extension Settings {
  /// What names the servers instead of the file's `database.hosts`: a variable of the environment.
  func overrulingHosts() throws(PostgresError) -> String? {
    if let host = resolved("database.host"), case .environment(let name) = host.source {
      return name
    }
    guard let url = resolved("database.url"), case .environment(let name) = url.source,
      let value = url.value
    else { return nil }
    // A URI that names no server leaves them to the file.
    return try ConnectionSettings(connectionString: value).givenAddresses().isEmpty ? nil : name
  }

  /// The servers of the file's `database.hosts`.
  func hostSet(
    _ shared: ConnectionSettings, allowsPrimary: Bool
  ) throws -> [ReplicaSet.Host] {
    var lines: [String: Int] = [:]
    return try hosts.map { host in
      let settings = try host.settings(shared)
      for address in try settings.givenAddresses() {
        if let earlier = lines.updateValue(host.line, forKey: address) {
          throw error(
            host, "\(address) is already named in line \(earlier); keep one of them")
        }
      }
      guard host.role != .primary || allowsPrimary else {
        throw error(
          host,
          "\(host.text): reading from a primary needs 'database.allow_primary: true';"
            + " to ask it for its log position only, name it in 'replica.primary_url'")
      }
      return ReplicaSet.Host(settings, weight: host.weight, role: host.role)
    }
  }

  private func error(_ host: HostSetting, _ text: String) -> SettingsError {
    SettingsError("\(file ?? ""):\(host.line): \(text)")
  }
}
