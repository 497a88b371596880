import ArgumentParser
import JobRunner
import Postgres
import StateStore
import StockReading
import Values

/// `inventory-reports state rebuild-prices`: makes the price history again from what is published.
struct StateRebuildPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild-prices",
    abstract: "Rebuild the price history from published valuations.",
    usage: "inventory-reports state rebuild-prices [<options>]",
    discussion: """
      Use it after the state was lost, or after the database moved to another cluster. It reads the \
      detail (CSV) of every published valuation, oldest first, and adds prices that are older than a \
      product's first recorded price; recorded prices stay. A change counts from the end of the \
      first day that shows it. The database is only asked for its identity.
      """)

  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var runs: Int
    var added: Int
    var since: String?
    var problems: [String]
  }

  func run() async throws {
    let settings = try common.settings()
    let state = try settings.statePlace.open()
    let output = settings.output
    let logger = common.logger
    var replicas = try settings.replicas()
    // Nothing is read from it.
    replicas.allowPrimary = true
    let servers = replicas
    let outcome = try await interruptible {
      try await runOnOwnThread(named: "prices") { cancellation in
        let found = try servers.candidates(logger: logger, cancellation: cancellation)
        var connection = try PostgresConnection(
          found.usable[0].settings, logger: logger, cancellation: cancellation)
        guard let server = try LedgerServer(&connection) else {
          throw JobError.badServer(
            "\(connection.host) hides its system identifier, which identifies the price history: let"
              + " the role execute pg_control_system()")
        }
        return try PriceRebuilding(output: output, of: server, in: state).perform()
      }
    }
    try show(outcome, calendar: try settings.calendar())
    if !outcome.problems.isEmpty { throw ExitCode(ExitStatus.Code.partial) }
  }

  private func show(_ outcome: PriceRebuilding.Outcome, calendar: BusinessCalendar) throws {
    if common.json {
      return try Terminal.print(
        json: Document(
          runs: outcome.runs, added: outcome.added, since: outcome.since?.description,
          problems: outcome.problems))
    }
    for problem in outcome.problems { Terminal.error(problem) }
    guard !common.quiet else { return }
    let since = outcome.since.map { "known since \(ZonedText.time($0, in: calendar))" }
    Terminal.print(
      "\(outcome.runs) published valuations read, \(outcome.added) prices added; "
        + (since ?? "no price is known"))
  }
}
