import Foundation

/// Looks whether a service can be reached: its name is known and its port takes a connection.
///
/// Nothing is sent.
package struct ServiceExamination {
  private let name: String
  private let url: String
  private let setting: String

  /// An examination of the service at `url`, which `setting` names.
  package init(_ name: String, url: String, setting: String) {
    self.name = name
    self.url = url
    self.setting = setting
  }

  /// What was found; blocks for the resolver's time-out and some seconds at most.
  package func diagnosis() -> Diagnosis {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      let port = parts.port ?? ["http": 80, "https": 443][scheme],
      let host = parts.host?.trimmingCharacters(in: ["[", "]"]), !host.isEmpty
    else {
      return Diagnosis(
        "services", name, .fail, "the address is not a URL",
        remedy: ["Set \(setting) to an address such as http://notification:8080."])
    }
    do throws(TCPProbe.Failure) {
      let milliseconds = try TCPProbe(host: host, port: port).connect(within: .seconds(5))
      return Diagnosis(
        "services", name, .pass, "\(host):\(port) accepts connections, in \(milliseconds) ms")
    } catch {
      return Diagnosis(
        "services", name, .warn, "\(host):\(port): \(error.text)",
        remedy: ["Check that the service is running, and \(setting). Reports do not need it."])
    }
  }
}
