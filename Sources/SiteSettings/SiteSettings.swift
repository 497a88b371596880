package import Postgres

/// What the web program is started with: the program's settings, already read and checked.
///
/// `inventory-reports serve` reads settings as every command does and hands them to the web program on
/// its standard input, as one line of JSON. So there is one place that reads settings, the web
/// program has no secrets among its arguments, and the batch program carries no web server.
package struct SiteSettings: Codable, Sendable {
  /// The folder of published reports.
  package var output: String
  /// The folder of the state database.
  package var state: String
  /// The folder of report definitions.
  package var definitions: String
  /// The zone in which business days end, by its IANA name.
  package var timeZone: String
  /// ISO 4217 code of the money.
  package var currency = "THB"
  /// Whether text that looks like a formula is made harmless in CSV files.
  package var formulaGuard = true
  /// The month in which fiscal years begin, from 1 to 12.
  package var fiscalYearStart = 1
  /// The address to listen on.
  package var host: String
  /// The port to listen on; 0 lets the system choose.
  package var port: Int
  /// Where browsers see the site, such as `https://reports.example`; nil on this machine alone.
  package var publicURL: String?
  /// Who may do what.
  package var access = AccessSettings()
  /// What a scraper of metrics from another machine has to send; nil for this machine alone.
  package var metricsToken: String?
  /// The servers that are asked for what is not published.
  package var database: ReplicaSet?
  /// How many closed days of the ledger are read again each time; nil for the usual number.
  package var lateDays: Int?
  /// How many bytes of memory the stock of a reading may take; nil for no limit.
  package var memory: Int?
  /// The name of the user who started the program.
  package var owner = "owner"
  package var programVersion = ""
  /// How the log is written: `text`, `logfmt` or `json`.
  package var logFormat = "logfmt"
  /// From which level on.
  package var logLevel = "info"
  /// Whether the end of standard input ends the program: the process that started it is gone then.
  package var endsWithInput = false

  /// Settings with the given values, and the usual ones for the rest.
  package init(
    output: String, state: String, definitions: String, timeZone: String, host: String, port: Int
  ) {
    self.output = output
    self.state = state
    self.definitions = definitions
    self.timeZone = timeZone
    self.host = host
    self.port = port
  }

  /// Whether an address or a name is this machine's for itself.
  package static func isLoopback(host: String) -> Bool {
    guard host != "localhost", host != "::1" else { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
