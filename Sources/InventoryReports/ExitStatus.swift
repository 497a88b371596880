import Alerts
import ArgumentParser
import EmbeddedPostgres
import Foundation
import Inventory
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import StateStore
import StockReading

/// The one place where an error becomes an exit code.
struct ExitStatus {
  /// The program's exit codes, those of sysexits.h where there is one.
  enum Code {
    static let done: Int32 = 0
    static let failure: Int32 = 1
    static let partial: Int32 = 3
    static let usage: Int32 = 64
    static let dataCheck: Int32 = 65
    static let noDatabase: Int32 = 69
    static let cannotWrite: Int32 = 73
    static let tryLater: Int32 = 75
    static let configuration: Int32 = 78
  }

  let code: Int32
  let message: String

  /// The status of an error; nil for one that the argument parser prints by itself.
  init?(_ error: any Error) {
    let isParsers =
      error is ExitCode || error is CleanExit || error is ValidationError
      || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    guard !isParsers else { return nil }
    code = Self.code(of: error)
    message = Self.message(of: error)
  }

  /// The code of a run's outcomes: 0, 3 when a part of it is published, else the first failure's.
  static func code(of outcomes: [ReportOutcome]) -> Int32 {
    let failures = outcomes.compactMap(\.error)
    guard let first = failures.first else { return Code.done }
    return failures.count < outcomes.count ? Code.partial : code(of: first)
  }

  static func code(of error: any Error) -> Int32 {
    switch error {
    case let stop as Interrupted: 128 + stop.signal
    case let error as JobError: code(of: error)
    case let error as SettingsError where error.isUsage: Code.usage
    case is SettingsError, is DefinitionProblems, is QueryMismatch, is AlertError:
      Code.configuration
    case is AnotherRun, is ReportLocked: Code.tryLater
    case is UsageError: Code.usage
    case let error as PostgresError: code(of: error)
    case let error as NoReplicaError: error.decisiveCause.map { code(of: $0) } ?? Code.noDatabase
    case let error as RollbackError: code(of: error.cause)
    case is InventoryError: Code.dataCheck
    case let error as StateError: code(of: error)
    case is CannotWrite, is GapSpoolError: Code.cannotWrite
    case let error as PublishingError where error.isCannotWrite: Code.cannotWrite
    case let error as PublishingError where error.cause == .busy: Code.tryLater
    case let error as ReportWriteError: code(of: error)
    case is EmbeddedClusterError: Code.noDatabase
    case let ended as SiteEnded: ended.code
    default: Code.failure
    }
  }

  private static func code(of error: StateError) -> Int32 {
    switch error.cause {
    case .cannotWrite: Code.cannotWrite
    case .damaged: Code.dataCheck
    case .newer, .missing, .lost, .foreign: Code.configuration
    case .busy, .gone: Code.tryLater
    case .other: Code.failure
    }
  }

  private static func code(of error: JobError) -> Int32 {
    switch error {
    case .usage, .beforeLedger: Code.usage
    case .stale: Code.tryLater
    case .badServer: Code.failure
    case .definition, .badCheck: Code.configuration
    case .checksFailed, .doubtful: Code.dataCheck
    }
  }

  private static func code(of error: PostgresError) -> Int32 {
    switch error.reason {
    case .unreachable: Code.noDatabase
    // Nothing but another setting, or another right, lets these pass.
    case .authentication, .missingDatabase, .permission, .configuration: Code.configuration
    case .conflict, .cancelled: Code.tryLater
    case .data: Code.dataCheck
    case .other where error.sqlState?.hasPrefix("22") == true: Code.dataCheck
    case .other:
      // A table or a column that is not there: the service's schema, or a query, is not as expected.
      ["42P01", "42703", "42601", "3F000"].contains(error.sqlState ?? "")
        ? Code.configuration : Code.failure
    }
  }

  private static func code(of error: ReportWriteError) -> Int32 {
    if error.isCannotWrite { return Code.cannotWrite }
    switch error {
    case .file, .workbook, .cellCount, .cellType, .outOfOrder: return Code.failure
    case .notUTF8, .totalTooLarge: return Code.dataCheck
    }
  }

  static func message(of error: any Error) -> String {
    switch error {
    case let error as PostgresError: "\(error)\(remedy(for: error))"
    case let error as NoReplicaError:
      "\(error)\(error.decisiveCause.map { remedy(for: $0) } ?? "; \(serverRemedy)")"
    case let error as PublishingError: "\(error)"
    case let stop as Interrupted: "stopped by \(stop.signal == SIGINT ? "Ctrl-C" : "a signal")"
    case is CancellationError: "stopped"
    default: "\(error)"
    }
  }

  /// What to do about an error of the database, to be put behind its description.
  static func remedy(for error: PostgresError) -> String {
    switch error.reason {
    case .conflict where error.kind == .snapshot:
      "; run again when no shard is being moved (SELECT * FROM citus_rebalance_status())"
    case .unreachable where error.kind == .query:
      // The session is still there: it is a server behind it that is not.
      "; a worker of this coordinator is unreachable, or ended the session: 'inventory-reports doctor'"
        + " tests each"
    case .unreachable:
      "; \(serverRemedy)"
    case .authentication:
      "; check \(Settings.place("database.user")) and \(Settings.place("database.password"))"
    case .missingDatabase:
      "; check \(Settings.place("database.name"))"
    case .permission:
      "; grant the role SELECT on products_inventory, stock_levels and stock_movements"
    case .conflict:
      switch error.sqlState {
      case "55P03": "; a table is locked, perhaps by a migration: run again"
      case "25P03", "57P05":
        "; the server's idle timeout for this role ended the session: raise it, and run again"
      default: "; the standby had to continue its replay: run again"
      }
    case .cancelled:
      "; a statement_timeout (database.statement_timeout, or the server's own), or an administrator,"
        + " ended the query: run again"
    case .configuration where error.kind == .version:
      "; upgrade it, or read from another server"
    default:
      error.sqlState == "42P01"
        ? "; check that \(Settings.place("database.name")) is the inventory service's database, and"
          + " the role's search_path" : ""
    }
  }

  private static var serverRemedy: String {
    "check that the server is running, \(Settings.place("database.host")) and"
      + " \(Settings.place("database.port"))"
  }
}

/// A file of the program's own that could not be written.
struct CannotWrite: Error, CustomStringConvertible {
  let description: String
}

/// A signal ended the run.
struct Interrupted: Error {
  let signal: Int32
}
