public import Postgres

/// What the web program is started with: the program's settings, already read and checked.
///
/// `inventory-reports serve` reads settings as every command does and hands them to the web program on
/// its standard input, as one line of JSON. So there is one place that reads settings, the web
/// program has no secrets among its arguments, and the batch program carries no web server.
public struct SiteSettings: Codable, Sendable {
  /// The folder of published reports.
  public var output: String
  /// The folder of the state database.
  public var state: String
  /// The folder of report definitions.
  public var definitions: String
  /// The zone in which business days end, by its IANA name.
  public var timeZone: String
  /// ISO 4217 code of the money.
  public var currency = "THB"
  /// Whether text that looks like a formula is made harmless in CSV files.
  public var formulaGuard = true
  /// The address to listen on.
  public var host: String
  /// The port to listen on; 0 lets the system choose.
  public var port: Int
  /// Where browsers see the site, such as `https://reports.example`; nil on this machine alone.
  public var publicURL: String?
  /// Who may do what.
  public var access = AccessSettings()
  /// What a scraper of metrics from another machine has to send; nil for this machine alone.
  public var metricsToken: String?
  /// The servers that are asked for what is not published.
  public var database: ReplicaSet?
  /// How many closed days of the ledger are read again each time.
  public var lateDays = 3
  /// How many bytes of memory the stock of a reading may take; nil for no limit.
  public var memory: Int?
  /// The name of the user who started the program.
  public var owner = "owner"
  /// The program's version.
  public var programVersion = ""
  /// How the log is written: `text`, `logfmt` or `json`.
  public var logFormat = "logfmt"
  /// From which level on.
  public var logLevel = "info"
  /// Whether the end of standard input ends the program: whoever started it is gone then.
  public var endsWithInput = false

  /// Settings with the given values, and the usual ones for the rest.
  public init(
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
  public static func isLoopback(host: String) -> Bool {
    guard host != "localhost", host != "::1" else { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
