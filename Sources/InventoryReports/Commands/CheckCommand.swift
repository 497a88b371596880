import ArgumentParser
import Inventory
import JobRunner
import Postgres
import Reports
import StockReading

/// `inventory-reports check`: holds the definitions against their rules and sources.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check all definitions, and their queries when a database is reachable.",
    usage: "inventory-reports check [<options>]",
    discussion: """
      Names each mistake with its file and line. Prepares the queries on the server and compares \
      their columns and types, but runs none. Compares the reorder and the finance policy with the \
      products and the stores. Exit code 78 when there is a mistake.
      """)

  @ArgumentParser.Flag(help: "Do not connect to the database.") var offline = false
  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var reports: [String]
    var problems: [String]
    var database: String
  }

  func run() async throws {
    let settings = try common.settings()
    let (definitions, found) = ReportCatalogue.read(folder: settings.definitionsFolder)
    var problems = found.map(\.description)
    for definition in definitions {
      problems += DefinitionCheck.problems(of: definition).map { "\(definition.name): \($0)" }
    }
    let policies = (try settings.policy().policy, try settings.financePolicy().policy)
    var database = "not checked"
    if !offline {
      let (text, more) = try await checkDatabase(definitions, policies, settings)
      database = text
      problems += more
    }
    if common.json {
      try Terminal.print(
        json: Document(
          reports: definitions.map(\.name), problems: problems, database: database))
    } else {
      for problem in problems { Terminal.error(problem) }
      if !common.quiet {
        Terminal.print(
          "\(definitions.count) reports in \(settings.definitionsFolder), "
            + (problems.isEmpty ? "no mistake" : "\(problems.count) mistakes")
            + "; database: \(database)")
      }
    }
    if !problems.isEmpty { throw ExitCode(ExitStatus.Code.configuration) }
  }

  /// What the database says to the queries and the policies; a database that is not there is no
  /// mistake of theirs.
  private func checkDatabase(
    _ definitions: [ReportDefinition], _ policies: (reorder: ReorderPolicy, finance: FinancePolicy),
    _ settings: Settings
  ) async throws -> (String, [String]) {
    var replicas = try settings.replicas()
    // Hardly anything is read from it.
    replicas.allowPrimary = true
    let servers = replicas
    let logger = common.logger
    do {
      return try await interruptible {
        try await runOnOwnThread(named: "check") { cancellation in
          let found = try servers.candidates(logger: logger, cancellation: cancellation)
          var connection = try PostgresConnection(
            found.usable[0].settings, logger: logger, cancellation: cancellation)
          var problems = try StockReading.problems(in: &connection)
          for definition in definitions {
            problems += try DefinitionCheck.problems(of: definition, in: &connection)
              .map { "\(definition.name): \($0)" }
          }
          let workers = try Self.workers(&connection, cancellation)
          problems += try PolicyCheck.misfits(of: policies.reorder, in: &connection)
            .map { "\(policies.reorder.file):\($0.line): \($0.message)" }
          problems += try PolicyCheck.misfits(of: policies.finance, in: &connection)
            .map { "\(policies.finance.file):\($0.line): \($0.message)" }
          return ("queries prepared on \(connection.host)" + workers, problems)
        }
      }
    } catch let error as NoReplicaError {
      // One that cannot be used as it is set is worth the message; one that is away is no mistake.
      if let cause = error.decisiveCause, cause.reason != .unreachable { throw error }
      let text = error.causes.map(\.message).joined(separator: "; ")
      return ("not reachable, so queries are not checked (\(text))", [])
    }
  }

  /// What is wrong with the workers behind a coordinator, which alone is asked to prepare a query.
  private static func workers(
    _ connection: inout PostgresConnection, _ cancellation: RunCancellation
  ) throws -> String {
    do {
      return try WorkerNode.all(behind: &connection).compactMap { node in
        node.problem.map { "; the worker \(node.name) is unreachable: \($0)" }
      }.joined()
    } catch {
      guard error.kind != .lost else { throw error }
      try cancellation.check()
      return "; the workers were not checked: \(error.message)"
    }
  }
}
