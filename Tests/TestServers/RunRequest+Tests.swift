import EmbeddedPostgres
import Foundation
package import JobRunner
package import Postgres
import Publishing
package import Reports
package import StateStore
package import Values

extension RunRequest {
  /// A request for reports of the repository, at a time that the test chooses.
  package init(
    _ definitions: [ReportDefinition], areNamed: Bool = false, output: String, zone: String,
    now: Instant
  ) throws {
    guard let calendar = BusinessCalendar(timeZoneName: zone) else {
      throw CannotGoOn("there is no time zone \(zone)")
    }
    self.init(
      definitions: definitions, areNamed: areNamed, output: output, calendar: calendar,
      currency: "THB", programVersion: "test")
    self.now = now
  }

  /// Takes parameters as a person writes them; several stores or suppliers have commas between.
  package mutating func set(_ parameters: [String: String]) throws {
    func day(_ name: String) throws -> Day? {
      guard let text = parameters[name] else { return nil }
      guard let day = Day(text) else { throw CannotGoOn("\(name) \(text) is no date") }
      return day
    }
    if let date = try day("date") { dates = .day(date) }
    if let from = try day("from"), let to = try day("to") { dates = .range(from, to) }
    compareWith = try day("compare_with")
    stores = parameters["stores"]?.split(separator: ",").map(String.init) ?? []
    suppliers = parameters["suppliers"]?.split(separator: ",").map(String.init) ?? []
    let standard = ["date", "from", "to", "compare_with", "stores", "suppliers"]
    self.parameters = parameters.filter { !standard.contains($0.key) }
  }

  /// Runs and gives the folder of each report's run; any failure is an error.
  package func publish(
    on settings: ConnectionSettings, state: StateDatabase? = nil
  ) throws -> [String: String] {
    let result = try JobRunner(
      self, state: state, logger: quiet, cancellation: RunCancellation()
    ).run(on: settings)
    if let error = result.stateError { throw error }
    var folders: [String: String] = [:]
    for outcome in result.outcomes {
      switch outcome.ending {
      case .published(let run), .alreadyPublished(let run): folders[outcome.report] = run.folder
      case .failed(let error): throw CannotGoOn("\(outcome.report): \(error)")
      case .planned: break
      }
    }
    return folders
  }
}

extension Instant {
  /// The instant of an ISO 8601 text in whole seconds.
  package init(iso text: String) throws {
    guard let date = ISO8601DateFormatter().date(from: text) else {
      throw CannotGoOn("\(text) is no instant")
    }
    self.init(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
  }
}
