import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import StateStore
import StockReading
import Values

extension Settings {
  /// Where and as whom to read.
  func connection() throws(SettingsError) -> ConnectionSettings {
    var settings = ConnectionSettings()
    settings.connectionString = self["database.url"]
    settings.host = self["database.host"]
    settings.user = self["database.user"]
    settings.password = self["database.password"]
    settings.database = self["database.name"]
    if self["database.connect_timeout"] != nil {
      settings.connectTimeout = try duration("database.connect_timeout", atLeast: .seconds(1))
    }
    if self["database.statement_timeout"] != nil {
      settings.statementTimeout = try duration("database.statement_timeout", atLeast: .seconds(1))
    }
    if let text = self["database.port"] {
      guard let port = Int(text), (1...65_535).contains(port) else {
        throw error("database.port", "expected a port between 1 and 65535")
      }
      settings.port = port
    }
    return settings
  }

  /// The servers to choose from, and how fresh they must be.
  func replicas() throws -> ReplicaSet {
    let shared = try connection()
    var set = try ReplicaSet(shared)
    if self["database.allow_primary"] != nil {
      set.allowPrimary = try flag("database.allow_primary")
    }
    if !hosts.isEmpty, try overrulingHosts() == nil {
      set.hosts = try hostSet(shared, allowsPrimary: set.allowPrimary == true)
      set.primary = set.hosts.first { $0.role == .primary }?.settings
    }
    if let url = self["replica.primary_url"] {
      set.primary = ConnectionSettings(connectionString: url)
    }
    set.heartbeatQuery = self["replica.heartbeat_query"]
    set.grace = try duration("replica.grace")
    set.wait = try duration("replica.wait")
    set.maxLag = try duration("replica.max_lag")
    return set
  }

  func duration(
    _ key: String, atLeast least: Duration = .zero
  ) throws(SettingsError) -> Duration {
    guard let duration = Duration(words: self[key] ?? ""), duration >= least else {
      throw error(key, "expected a time such as 90s, 10min, 1h or 3d")
    }
    return duration
  }

  func flag(_ key: String) throws(SettingsError) -> Bool {
    switch self[key]?.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw error(key, "expected true or false")
    }
  }

  func calendar() throws(SettingsError) -> BusinessCalendar {
    let name = self["report.time_zone"] ?? ""
    guard let calendar = BusinessCalendar(timeZoneName: name) else {
      throw error(
        "report.time_zone", "unknown time zone; expected an IANA name such as Asia/Bangkok"
      )
    }
    return calendar
  }

  func currency() throws(SettingsError) -> String {
    let code = self["report.currency"] ?? ""
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw error("report.currency", "expected an ISO 4217 code such as THB")
    }
    return code
  }

  func formulaGuard() throws(SettingsError) -> Bool {
    try flag("csv.formula_guard")
  }

  func formats() throws(SettingsError) -> [ReportFormat] {
    let words = (self["report.formats"] ?? "").split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let formats = words.compactMap { ReportFormat(rawValue: $0) }
    guard !formats.isEmpty, formats.count == words.count else {
      let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("report.formats", "expected one or more of \(known), separated by commas")
    }
    return formats
  }

  var output: String { self["report.output"] ?? "" }

  /// The folder of what is remembered between runs: what is named, else the user's own by the XDG
  /// base directory specification.
  var stateFolder: String {
    if let named = self["report.state"] { return named }
    let environment = ProcessInfo.processInfo.environment
    // A relative path there is to be passed over, says the specification.
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return "\(state)/inventory-reports"
    }
    return "\(NSHomeDirectory())/.local/state/inventory-reports"
  }

  /// Where and how the ledger's closed days are kept between runs.
  func ledger() throws(SettingsError) -> LedgerMemory.Options {
    var options = LedgerMemory.Options(folder: StateName.ledger.path(in: stateFolder))
    guard let days = Int(self["report.late_days"] ?? ""), (0...60).contains(days) else {
      throw error("report.late_days", "expected a whole number of days from 0 to 60")
    }
    options.lateDays = days
    return options
  }

  /// A request for these reports by the settings, but for how they are written.
  func request(_ definitions: [ReportDefinition], areNamed: Bool) throws -> RunRequest {
    var request = RunRequest(
      definitions: definitions, areNamed: areNamed, output: output, calendar: try calendar(),
      currency: try currency(), programVersion: Version.current)
    request.ledger = try ledger()
    request.register = StateName.register.path(in: stateFolder)
    request.memory = try memory()
    (request.policy, request.policyHash) = try policy()
    (request.finance, request.financeHash) = try financePolicy()
    return request
  }

  /// The folder of the definitions: what is named, else `reports/` beside the configuration, here,
  /// or where the program was installed with it.
  var definitionsFolder: String {
    if let named = self["report.definitions"] { return named }
    var candidates: [String] = []
    if file != nil { candidates.append(besideFile("reports")) }
    candidates.append("reports")
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let prefix = program.deletingLastPathComponent().deletingLastPathComponent().path
    candidates.append("\(prefix)/share/inventory-reports/reports")
    return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? "reports"
  }

  /// The path of a name beside the configuration; here, without one.
  private func besideFile(_ name: String) -> String {
    guard let file, let slash = file.lastIndex(of: "/") else { return name }
    return "\(file[...slash])\(name)"
  }

  /// The reorder policy and the hash of its file: what is named, else the file beside the
  /// configuration, else the usual terms.
  func policy() throws -> (policy: ReorderPolicy, hash: String?) {
    try policy("reorder.policy", usual: "reorder-policy.yml", ReorderPolicy.loadWithText)
      ?? (ReorderPolicy(), nil)
  }

  /// The finance policy and the hash of its file, found in the same way.
  func financePolicy() throws -> (policy: FinancePolicy, hash: String?) {
    try policy("finance.policy", usual: "finance-policy.yml", FinancePolicy.loadWithText)
      ?? (FinancePolicy(), nil)
  }

  /// The policy of the file that a setting names, or of the usual one beside the configuration; nil
  /// when there is neither.
  private func policy<Policy>(
    _ setting: String, usual name: String,
    _ load: (String) throws(DefinitionProblems) -> (policy: Policy, text: String)
  ) throws -> (policy: Policy, hash: String?)? {
    let usual = besideFile(name)
    let found = self[setting] ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
    guard let path = found else { return nil }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw error(setting, "the file cannot be read")
    }
    let (policy, text) = try load(path)
    return (policy, ContentHash.sha256(Array(text.utf8)))
  }
}
