import Alerts
import ArgumentParser
import Foundation
import Postgres

/// `inventory-reports alerts test`: sends one marked event and shows what came back.
struct AlertsTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Send a marked test event to a service and print what came back.",
    usage: "inventory-reports alerts test [<service>] [<options>]",
    discussion: "The event has the type inventory.test and is not stored.")

  @ArgumentParser.Argument(
    help: ArgumentHelp("notification, purchase or finance.", valueName: "service"))
  var service = "notification"

  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var request: [String]
    var response: [String]
    var problem: String?
  }

  func run() async throws {
    guard let name = EndpointName(rawValue: service) else {
      let known = EndpointName.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("unknown service '\(service)'; known: \(known)")
    }
    let settings = try common.settings()
    guard let endpoint = try settings.endpoint(name) else {
      throw SettingsError("the \(service) service has no URL: set services.\(service)")
    }
    let envelope = try settings.envelope()
    let timeout = try settings.deliveryPolicy().timeout
    let test = try await interruptible {
      try await runOnOwnThread(named: "alerts") { _ in
        EndpointTest(endpoint, envelope: envelope, timeout: timeout)
      }
    }
    if common.json {
      try Terminal.print(
        json: Document(request: test.request, response: test.response, problem: test.problem))
    } else if !common.quiet {
      Terminal.print(test.request.map { "> \($0)" }.joined(separator: "\n"))
      Terminal.print(test.response.map { "< \($0)" }.joined(separator: "\n"))
    }
    guard let problem = test.problem else { return }
    Terminal.error("the \(service) service at \(endpoint.place): \(problem)")
    throw ExitCode(ExitStatus.Code.partial)
  }
}
