import Postgres
import Yams

/// One server of `database.hosts`: where it is, what it is meant to be, and its share of the load.
struct HostSetting {
  /// What a server is meant to be; what it is, it is asked.
  typealias Role = ReplicaSet.Host.Role

  /// Where it is: a host name with perhaps a port, or a connection URI that may hold a password.
  enum Place {
    case host(String, port: Int?)
    case url(String)
  }

  var place: Place
  var role: Role?
  var weight: Int
  /// The line of the file.
  var line: Int

  /// How to connect to it: the settings that all servers share, with its own before them.
  func settings(_ shared: ConnectionSettings) throws(PostgresError) -> ConnectionSettings {
    var settings = shared
    switch place {
    case .host(let host, let port):
      settings.host = host
      // Without one, a connection string of all servers may have a list of them, for others.
      settings.port = port ?? shared.port ?? 5432
      return settings
    case .url(let url):
      settings.host = nil
      settings.port = nil
      return try settings.overridden(by: url)
    }
  }

  /// The server and what is said of it, without a password.
  var text: String {
    let address =
      switch place {
      case .host(let host, let port): port.map { "\(host):\($0)" } ?? host
      case .url(let url): "\(ConnectionSettings(connectionString: url))"
      }
    return address + (role.map { ", \($0.rawValue)" } ?? "")
      + (weight == 1 ? "" : ", weight \(weight)")
  }
}

extension SettingsFile {
  private static let hostExample = "- {host: replica1, role: standby, weight: 2}"

  /// The servers of `database.hosts`; every entry that is not as it must be is an error.
  func hosts(_ node: Node) throws(SettingsError) -> [HostSetting] {
    let line = node.mark?.line ?? 1
    guard case .sequence(let items) = node else {
      throw problem(line, "'database.hosts' needs a list of lines such as \(Self.hostExample)")
    }
    guard !items.isEmpty else {
      throw problem(line, "'database.hosts' is empty; name a host, or leave it out")
    }
    var hosts: [HostSetting] = []
    for item in items { hosts.append(try host(item)) }
    return hosts
  }

  private func host(_ node: Node) throws(SettingsError) -> HostSetting {
    let line = node.mark?.line ?? 1
    guard case .mapping(let mapping) = node else {
      throw problem(line, "expected a host of 'database.hosts' such as \(Self.hostExample)")
    }
    var values: [String: (text: String, line: Int)] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      let line = key.mark?.line ?? line
      let keys = ["host", "port", "url", "role", "weight"]
      guard keys.contains(name) else {
        throw problem(
          line, "unknown key '\(name)' of a host; expected \(keys.joined(separator: ", "))")
      }
      guard let scalar = value.scalar, !scalar.string.isEmpty else {
        throw problem(line, "'\(name)' of a host needs one value")
      }
      values[name] = (scalar.string, line)
    }
    func number(_ name: String, _ range: ClosedRange<Int>) throws(SettingsError) -> Int? {
      guard let value = values[name] else { return nil }
      guard let number = Int(value.text), range.contains(number) else {
        throw problem(
          value.line,
          "\(name) '\(value.text)' of a host: expected a whole number from"
            + " \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    let role = try values["role"].map { (value) throws(SettingsError) in
      guard let role = HostSetting.Role(rawValue: value.text) else {
        throw problem(value.line, "role '\(value.text)' of a host: expected standby or primary")
      }
      return role
    }
    return HostSetting(
      place: try place(
        host: values["host"], port: try number("port", 1...65_535), url: values["url"], line: line),
      role: role, weight: try number("weight", 1...1_000) ?? 1, line: line)
  }

  private func place(
    host: (text: String, line: Int)?, port: Int?, url: (text: String, line: Int)?, line: Int
  ) throws(SettingsError) -> HostSetting.Place {
    switch (host, url) {
    case (let host?, nil):
      guard !host.text.contains(",") else {
        throw problem(
          host.line, "host '\(host.text)': expected one host; give each an entry of its own")
      }
      return .host(host.text, port: port)
    case (nil, let url?):
      guard port == nil else {
        throw problem(line, "a host with a url has its port in the url; remove 'port'")
      }
      let addresses: [String]
      do throws(PostgresError) {
        addresses = try ConnectionSettings(connectionString: url.text).givenAddresses()
      } catch {
        throw problem(url.line, error.message)
      }
      guard addresses.count == 1 else {
        throw problem(
          url.line,
          "the url of a host names \(addresses.count) hosts; expected one, such as"
            + " postgresql://replica1:5432/inventory")
      }
      return .url(url.text)
    case (nil, nil):
      throw problem(line, "an entry of 'database.hosts' needs 'host' or 'url'")
    case (_?, _?):
      throw problem(line, "an entry of 'database.hosts' has 'host' and 'url'; keep one of them")
    }
  }

  private func problem(_ line: Int, _ text: String) -> SettingsError {
    SettingsError("\(path):\(line): \(text)")
  }
}
