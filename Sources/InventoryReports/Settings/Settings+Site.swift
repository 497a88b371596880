import Foundation
import Logging
import Monitoring
import Reports
import SiteSettings
import StockReading

extension Settings {
  /// Everything that the web program is started with.
  func site() throws -> SiteSettings {
    let (host, port) = try listen()
    var site = SiteSettings(
      output: absolute(output), state: absolute(stateFolder),
      definitions: absolute(definitionsFolder), timeZone: self["report.time_zone"] ?? "",
      host: host, port: port)
    _ = try calendar()
    site.currency = try currency()
    site.formulaGuard = try formulaGuard()
    site.fiscalYearStart = try financePolicy().policy.fiscalYearStart
    site.publicURL = try publicURL()
    site.access = try access()
    site.metricsToken = self["site.metrics_token"]
    site.database = try replicas()
    site.lateDays = try ledger().lateDays
    site.memory = try memory()
    site.owner = NSUserName()
    site.programVersion = Version.current
    site.logFormat = (try logFormat() ?? Terminal.usualFormat).rawValue
    if let level = try logLevel() { site.logLevel = level.rawValue }
    guard site.access.isConfigured || SiteSettings.isLoopback(host: host) else {
      throw error(
        "site.listen",
        "other machines could use the site without signing in. Listen on 127.0.0.1, or set how"
          + " people and services sign in: site.proxy_addresses or site.token_keys")
    }
    return site
  }

  private func listen() throws(SettingsError) -> (host: String, port: Int) {
    let text = self["site.listen"] ?? ""
    guard let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
    else {
      throw error("site.listen", "expected an address and a port, such as 127.0.0.1:8080")
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty else {
      throw error("site.listen", "expected an address before the port, such as 127.0.0.1:8080")
    }
    return (host, port)
  }

  private func publicURL() throws(SettingsError) -> String? {
    guard let text = self["site.url"] else { return nil }
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard let url = URL(string: trimmed), let scheme = url.scheme, let host = url.host,
      ["http", "https"].contains(scheme), url.path.isEmpty, url.query == nil, url.user == nil
    else {
      throw error("site.url", "expected an address without a path, such as https://reports.example")
    }
    return "\(scheme)://\(host.lowercased())" + (url.port.map { ":\($0)" } ?? "")
  }

  private func access() throws(SettingsError) -> AccessSettings {
    var access = AccessSettings(grants: grants)
    let addresses = words("site.proxy_addresses")
    if !addresses.isEmpty {
      guard !grants.isEmpty else {
        throw error(
          "site.proxy_addresses",
          "no person or group has a role: list them with their roles in 'site.access' of the"
            + " configuration")
      }
      access.proxy = AccessSettings.Proxy(
        addresses: addresses, userHeader: self["site.proxy_user_header"] ?? "",
        groupsHeader: self["site.proxy_groups_header"] ?? "")
    }
    if let keys = self["site.token_keys"] {
      guard !keys.hasPrefix("http://") else {
        throw error(
          "site.token_keys", "expected https, since over http somebody could replace the keys")
      }
      guard keys.hasPrefix("https://") || FileManager.default.isReadableFile(atPath: keys) else {
        throw error("site.token_keys", "the file cannot be read")
      }
      guard let issuer = self["site.token_issuer"] else {
        throw SettingsError("site.token_keys needs site.token_issuer, the issuer of the tokens")
      }
      let algorithms = words("site.token_algorithms")
      guard !algorithms.isEmpty, algorithms.allSatisfy(AccessSettings.algorithms.contains) else {
        throw error(
          "site.token_algorithms",
          "expected some of \(AccessSettings.algorithms.joined(separator: ", "))")
      }
      access.tokens = AccessSettings.Tokens(
        issuer: issuer, audience: self["site.token_audience"] ?? "", algorithms: algorithms,
        keys: keys.hasPrefix("https://") ? keys : absolute(keys),
        rolesClaim: self["site.token_roles_claim"] ?? "",
        storesClaim: self["site.token_stores_claim"] ?? "",
        editionsClaim: self["site.token_editions_claim"] ?? "")
    }
    return access
  }

  private func words(_ key: String) -> [String] {
    (self[key] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  /// The path from the root: another program may be in another folder.
  private func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).path
  }
}
