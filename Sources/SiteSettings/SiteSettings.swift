/// What the web program is started with: the program's settings, already read and checked.
///
/// `inventory-reports serve` reads settings as every command does and hands them to the web program on
/// its standard input, as one line of JSON. So there is one place that reads settings, the web
/// program has no secrets among its arguments, and the batch program carries no web server.
public struct SiteSettings: Codable, Hashable, Sendable {
  /// The folder of published reports.
  public var output: String
  /// The folder of the state database.
  public var state: String
  /// The folder of report definitions.
  public var definitions: String
  /// The zone in which business days end, by its IANA name.
  public var timeZone: String
  /// The address to listen on.
  public var host: String
  /// The port to listen on; 0 lets the system choose.
  public var port: Int
  /// The file of the reorder policy; nil for the usual terms.
  public var reorderPolicy: String?

  /// Settings with the given values.
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
}
