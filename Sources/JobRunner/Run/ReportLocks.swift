import Foundation
import Postgres
import Publishing
import Reports
import Values

/// The locks of a run's reports, and why some could not be had.
struct ReportLocks {
  private(set) var held: [RunLock] = []
  private(set) var failures: [String: any Error] = [:]

  /// For a moment another process may only be looking who holds a lock.
  private static let moment = Duration.milliseconds(300)

  /// Takes the locks of all reports of a request, waiting for those that are held as long as it
  /// says.
  init(_ request: RunRequest, cancellation: RunCancellation) throws {
    let holder =
      "process \(ProcessInfo.processInfo.processIdentifier) on \(RunLock.machine)"
      + " since \(request.calendar.text(Instant.now.wholeSeconds))"
    let deadline = ContinuousClock.now + max(request.wait, Self.moment)
    // In one order everywhere, so that two runs never wait for each other.
    for name in request.definitions.withEditions.map(\.name).sorted() {
      do {
        while true {
          if let lock = try RunLock(output: request.output, report: name, holder: holder) {
            held.append(lock)
            break
          }
          guard ContinuousClock.now < deadline else {
            throw ReportLocked(name, output: request.output)
          }
          try cancellation.sleep(for: .milliseconds(50))
        }
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        failures[name] = error
      }
    }
  }
}
