import ArgumentParser
import Foundation
import SiteSettings

/// `inventory-reports serve`: the web pages and the HTTP API.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the published reports as web pages and an HTTP API.",
    usage: "inventory-reports serve [<options>]",
    discussion: """
      EXAMPLES
        inventory-reports serve          for you, on this machine
        inventory-reports serve --listen 127.0.0.1:9000

      Prints its address and a link that signs you in once. For other people, put it behind a \
      reverse proxy that signs them in, and give them roles in the configuration (site.access). \
      SIGTERM or Ctrl-C stops it, after the answers that it is sending.
      """)

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Address and port. Default: site.listen, 127.0.0.1:8080.", valueName: "address:port"))
  var listen: String?

  @ArgumentParser.Option(help: ArgumentHelp("Folder of the reports.", valueName: "folder"))
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
