import Foundation
import Hummingbird
import ReportSite
import SiteSettings

/// Serves the site with the settings that `inventory-reports serve` gives on standard input.
@main struct Main {
  static func main() async throws {
    let line = FileHandle.standardInput.availableData
    let settings = try JSONDecoder().decode(SiteSettings.self, from: line)
    let application = Application(
      router: Site(settings: settings).router(),
      configuration: .init(address: .hostname(settings.host, port: settings.port)))
    try await application.runService()
  }
}
