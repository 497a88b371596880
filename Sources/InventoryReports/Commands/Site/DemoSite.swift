import Foundation
import JobRunner
import Postgres
import Reports
import SiteSettings

/// The demo's pages: the web program over what the demo made, until somebody has seen enough.
struct DemoSite: Sendable {
  private let program: SiteProgram
  private let settings: SiteSettings

  /// Finds the web program before anything is made for it.
  init(_ settings: Settings) throws {
    program = try SiteProgram.located()
    self.settings = try settings.site()
  }

  /// Serves until the work is cancelled or the web program ends; blocks the thread.
  func show(
    _ request: RunRequest, state: String, database: ReplicaSet, until cancellation: RunCancellation
  ) throws {
    var settings = settings
    settings.output = URL(fileURLWithPath: request.output).path
    settings.state = state
    settings.timeZone = request.calendar.timeZoneName
    settings.currency = request.currency
    settings.database = database
    let (process, input) = try program.start(settings)
    while process.isRunning {
      Thread.sleep(forTimeInterval: 0.2)
      if cancellation.isCancelled {
        // What is being sent is sent; then it ends by itself.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return
      }
    }
    guard process.terminationStatus == 0 else { throw SiteEnded(code: process.terminationStatus) }
  }
}

/// The web program ended by itself, and said why.
struct SiteEnded: Error, CustomStringConvertible {
  let code: Int32

  var description: String { "the web program ended with \(code)" }
}
