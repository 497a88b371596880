import ArgumentParser
import Foundation
import SiteSettings

/// `inventory-reports serve`: the web pages and the HTTP API.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve web pages and the HTTP API over what is published.",
    usage: "inventory-reports serve [<options>]",
    discussion: """
      EXAMPLES
        inventory-reports serve          for you, on this machine
        inventory-reports serve --listen 127.0.0.1:9000

      It writes an address and a link with which you sign in, once. For other people, put it behind a \
      reverse proxy that signs them in, and give them roles in the configuration (site.access). It \
      ends with SIGTERM or Ctrl-C, after what is being sent.
      """)

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Address and port. Default: site.listen, 127.0.0.1:8080.", valueName: "address:port"))
  var listen: String?

  @ArgumentParser.Option(help: ArgumentHelp("Where the reports are.", valueName: "folder"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    var flags: [String: (flag: String, value: String)] = [:]
    if let listen { flags["site.listen"] = ("--listen", listen) }
    if let output { flags["report.output"] = ("--output", output) }
    let settings = try common.settings(flags)
    var site = try settings.site()
    if common.verbose { site.logLevel = "debug" }
    if common.quiet { site.logLevel = "error" }
    try SiteProgram.located().replaceThisProcess(site)
  }
}
