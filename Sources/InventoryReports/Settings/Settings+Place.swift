import Synchronization

extension Settings {
  /// The settings that the command goes by, for what errors say of them.
  static var inUse: Settings? {
    get { known.withLock { $0 } }
    set { known.withLock { $0 = newValue } }
  }

  private static let known = Mutex<Settings?>(nil)

  /// A setting and where its value came from, such as `database.user (inventory-reports.yml:4)`.
  static func place(_ key: String) -> String {
    guard let found = inUse?.resolved(key) else { return key }
    guard case .none = found.source else { return "\(key) (\(found.source))" }
    if key.hasPrefix("database."), let url = inUse?.resolved("database.url"), url.value != nil {
      return "database.url (\(url.source))"
    }
    if key == "database.host", let file = inUse?.file, let host = inUse?.hosts.first {
      return "database.hosts (\(file):\(host.line))"
    }
    return "\(key) (not set: \(found.setting.variable))"
  }
}
