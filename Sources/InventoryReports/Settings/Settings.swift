import Foundation
import SiteSettings

/// Every setting with its value and where the value came from: flags, then the environment, then
/// the configuration file, then the default.
struct Settings {
  enum Source: CustomStringConvertible {
    case flag(String)
    case environment(String)
    case file(String, line: Int)
    case defaultValue
    case none

    var description: String {
      switch self {
      case .flag(let name): name
      case .environment(let name): name
      case .file(let path, let line): "\(path):\(line)"
      case .defaultValue: "default"
      case .none: ""
      }
    }
  }

  struct Resolved {
    var setting: Setting
    var value: String?
    var source: Source
  }

  /// Every setting, in order.
  let all: [Resolved]
  /// The configuration file in use, if any.
  let file: String?
  /// The servers of the file's `database.hosts`.
  let hosts: [HostSetting]
  /// What is set and not read, and what was most likely meant.
  let notes: [String]
  /// Who may do what on the site, of the file's `site.access`.
  let grants: [AccessSettings.Grant]

  /// Where a configuration is looked for when none is named.
  static let usualFiles = [
    "inventory-reports.yml", "/etc/inventory-reports/inventory-reports.yml",
  ]

  /// `flags` are values given on the command line, by key, with the flag's name.
  init(
    file named: String?, flags: [String: (flag: String, value: String)] = [:],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SettingsError) {
    let asked = named ?? environment["INVENTORY_REPORTS_CONFIG"]
    // As elsewhere, the empty device says that there is to be none.
    let path =
      asked == "/dev/null"
      ? nil : asked ?? Self.usualFiles.first { FileManager.default.fileExists(atPath: $0) }
    let contents = try path.map { (path) throws(SettingsError) in
      guard FileManager.default.fileExists(atPath: path) else {
        throw SettingsError(
          "there is no configuration file \(path)"
            + " (\(named == nil ? "INVENTORY_REPORTS_CONFIG" : "--config"))",
          isUsage: named != nil)
      }
      return try SettingsFile(path: path)
    }
    var all: [Resolved] = []
    for setting in Setting.all {
      all.append(
        try Self.resolve(
          setting, flag: flags[setting.key], environment: environment, contents: contents))
    }
    self.all = all
    file = path
    notes = Self.nearMisses(in: environment)
    hosts = contents?.hosts ?? []
    grants = contents?.grants ?? []
  }

  /// A setting's value.
  subscript(key: String) -> String? {
    resolved(key)?.value
  }

  func resolved(_ key: String) -> Resolved? {
    all.first { $0.setting.key == key }
  }

  /// Says that a value cannot be used, and where it came from.
  func error(_ key: String, _ expected: String) -> SettingsError {
    let found = resolved(key)
    let place = found.map { "\($0.source)" } ?? key
    var isUsage = false
    if case .flag? = found?.source { isUsage = true }
    return SettingsError(
      "\(key) = '\(found?.value ?? "")' (\(place)): \(expected)", isUsage: isUsage)
  }

  private static func resolve(
    _ setting: Setting, flag: (flag: String, value: String)?, environment: [String: String],
    contents: SettingsFile?
  ) throws(SettingsError) -> Resolved {
    func found(_ value: String?, _ source: Source) -> Resolved {
      Resolved(setting: setting, value: value, source: source)
    }
    if let flag {
      guard !flag.value.isEmpty else { throw SettingsError("\(flag.flag) needs a value") }
      return found(flag.value, .flag(flag.flag))
    }
    let fromFile = "\(setting.variable)_FILE"
    let value = environment[setting.variable].flatMap { $0.isEmpty ? nil : $0 }
    if setting.isSecret, let path = environment[fromFile], !path.isEmpty {
      guard value == nil else {
        throw SettingsError("both \(setting.variable) and \(fromFile) are set; keep one of them")
      }
      return found(try secret(in: path, named: fromFile), .environment(fromFile))
    }
    if let value { return found(value, .environment(setting.variable)) }
    if let contents {
      if let value = contents.values[setting.key], !value.text.isEmpty {
        return found(value.text, .file(contents.path, line: value.line))
      }
      if let path = contents.values["\(setting.key)_file"] {
        let text = try secret(in: path.text, named: "\(setting.key)_file")
        return found(text, .file(contents.path, line: path.line))
      }
    }
    return found(
      setting.defaultValue, setting.defaultValue == nil ? Source.none : Source.defaultValue)
  }

  /// The secret in a file, without the line break at its end.
  private static func secret(in path: String, named name: String) throws(SettingsError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SettingsError("\(name): the file \(path) cannot be read")
    }
    // A line break of either kind: "\r\n" is one character.
    return text.last?.isNewline == true ? String(text.dropLast()) : text
  }
}
