import Foundation
import Hummingbird
import Logging
import Monitoring
import ReportSite
import ServiceLifecycle
import SiteSettings
import UnixSignals

/// Serves the site with the settings that `inventory-reports serve` gives on standard input.
@main struct Main {
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    guard let line = readLine(strippingNewline: true),
      let settings = try? JSONDecoder().decode(SiteSettings.self, from: Data(line.utf8))
    else {
      FileHandle.standardError.write(
        Data("inventory-reports-site: start it with 'inventory-reports serve'\n".utf8))
      exit(64)
    }
    let log = sink(settings)
    LoggingSystem.bootstrap { log.logger(label: $0).handler }
    do {
      try await serve(settings, logger: log.logger(label: "inventory-reports-site"))
    } catch {
      let failure = StartFailure(error, settings: settings)
      log.log(.error, failure.message, ["code": .stringConvertible(failure.code)])
      exit(failure.code)
    }
  }

  private static func serve(_ settings: SiteSettings, logger: Logger) async throws {
    let site = try Site(settings: settings, logger: logger)
    let application = site.application(logger: logger) { address, link in
      var text = "Inventory reports are at \(address)\n"
      if let link { text += "To sign in, open this once within ten minutes:\n  \(link)\n" }
      try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(20)
    let group = ServiceGroup(configuration: configuration)
    if settings.endsWithInput {
      // On a thread of its own: it waits until the process that started the program is gone.
      Thread.detachNewThread {
        while !FileHandle.standardInput.availableData.isEmpty {}
        Task { await group.triggerGracefulShutdown() }
      }
    }
    defer { site.close() }
    try await group.run()
  }

  private static func sink(_ settings: SiteSettings) -> LogSink {
    let format = LogFormat(rawValue: settings.logFormat) ?? .logfmt
    // As the other program's lines begin: for people the two are one.
    let name = format == .text ? "inventory-reports: " : ""
    return LogSink(
      format: format,
      level: Logger.Level(rawValue: settings.logLevel) ?? .info, holdsWarnings: false
    ) { _, line in
      FileHandle.standardError.write(Data((name + line + "\n").utf8))
    }
  }
}
