import ArgumentParser
import Doctor
import Foundation
import Inventory
import JobRunner
import Postgres
import Reports
import StateStore
import StockReading

/// `inventory-reports doctor`: looks at everything that a run needs, and says what to do.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check everything that a run needs, and say what to do.",
    usage: "inventory-reports doctor [<options>]",
    discussion: """
      Checks the configuration and the definitions; each server: the rights of the role, the proof \
      of its freshness, its clock and its time zone; the indexes; the folders; the services. Reads \
      only products and stores, to compare the policies with them, and changes nothing. Exit \
      code 1 when something fails; with warnings only, reports can be made.
      """)

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let common = common
    let report = try await interruptible {
      try await runOnOwnThread(named: "doctor") { cancellation in
        DoctorReport(try Self.diagnoses(common, cancellation))
      }
    }
    try report.print(as: common)
    if report.hasFailure { throw ExitCode(ExitStatus.Code.failure) }
  }

  private static func diagnoses(
    _ common: CommonOptions, _ cancellation: RunCancellation
  ) throws -> [Diagnosis] {
    let settings: Settings
    do {
      settings = try common.settings()
    } catch {
      return [failure("settings", error)]
    }
    var found = [
      Diagnosis(
        "configuration", "settings", .pass,
        settings.file.map { "read from \($0)" } ?? "no file; from the environment and defaults")
    ]
    found += definitions(settings)
    do {
      found += try servers(settings, common, cancellation)
      found += try policyFit(settings, common, cancellation)
    } catch let error as CancellationError {
      throw error
    } catch {
      found.append(failure("servers", error))
    }
    found.append(
      FolderExamination("output", path: settings.output, setting: "report.output").diagnosis())
    found.append(state(settings))
    if let url = settings["services.notification"] {
      found.append(
        ServiceExamination("notification", url: url, setting: "NOTIFICATION_SERVICE_URL")
          .diagnosis())
    }
    return found
  }

  /// The state's folder: it must not have lost a state, and is nobody else's to read.
  private static func state(_ settings: Settings) -> Diagnosis {
    let path = settings.stateFolder
    let found = FolderExamination("state", path: path, setting: "report.state").diagnosis()
    guard found.status == .pass else { return found }
    do {
      try settings.statePlace.expectNotLost()
    } catch {
      return Diagnosis(found.area, found.name, .fail, "\(error)")
    }
    if isOpen(path) {
      return Diagnosis(
        found.area, found.name, .warn, "other users may read or write in \(path)",
        remedy: ["chmod 700 \(path) (711 when the reports are in it and other users read them)"])
    }
    let copies = "\(settings.output)/.state"
    guard isOpen(copies) else { return found }
    return Diagnosis(
      found.area, found.name, .warn, "other users may read the copies of the state in \(copies)",
      remedy: ["chmod 700 \(copies)"])
  }

  /// Whether others may read or write in a folder.
  private static func isOpen(_ path: String) -> Bool {
    let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (mode as? NSNumber).map { $0.intValue & 0o066 != 0 } ?? false
  }

  private static func failure(_ name: String, _ error: any Error) -> Diagnosis {
    Diagnosis(
      "configuration", name, .fail, ExitStatus.message(of: error),
      remedy: ["'inventory-reports config show' says where each value comes from."])
  }

  /// The definitions, the zone, the policies: what needs no server.
  private static func definitions(_ settings: Settings) -> [Diagnosis] {
    let (definitions, problems) = ReportCatalogue.read(folder: settings.definitionsFolder)
    var texts = problems.map(\.description)
    for definition in definitions {
      texts += DefinitionCheck.problems(of: definition).map { "\(definition.name): \($0)" }
    }
    var found = [
      texts.isEmpty
        ? Diagnosis(
          "configuration", "definitions", .pass,
          "\(definitions.count) reports in \(settings.definitionsFolder)")
        : Diagnosis(
          "configuration", "definitions", .fail,
          "\(texts.count == 1 ? "1 mistake" : "\(texts.count) mistakes") in"
            + " \(settings.definitionsFolder)", remedy: texts)
    ]
    do {
      _ = (try settings.currency(), try settings.formats(), try settings.formulaGuard())
      let policy = try settings.policy()
      found.append(
        Diagnosis(
          "configuration", "reorder policy", .pass,
          policy.hash == nil ? "none: the default terms apply" : "\(policy.policy.file) is valid"))
      let finance = try settings.financePolicy()
      found.append(
        Diagnosis(
          "configuration", "finance policy", .pass,
          finance.hash == nil
            ? "none: the default terms apply, without provisions"
            : "\(finance.policy.file) is valid"))
    } catch {
      found.append(failure("values", error))
    }
    return found
  }

  /// Whether the policies fit the products and the stores, as far as they name any; nothing without a
  /// server to ask, which is a finding of its own.
  private static func policyFit(
    _ settings: Settings, _ common: CommonOptions, _ cancellation: RunCancellation
  ) throws -> [Diagnosis] {
    guard let policy = try? settings.policy().policy,
      let finance = try? settings.financePolicy().policy
    else { return [] }
    let namesProducts = !policy.overrides.isEmpty || !policy.onOrder.isEmpty
    guard namesProducts || !finance.overrides.isEmpty else { return [] }
    var replicas = try settings.replicas()
    replicas.allowPrimary = true
    let server: Candidate
    do {
      server = try replicas.candidates(logger: common.logger, cancellation: cancellation).usable[0]
    } catch is NoReplicaError {
      return []
    }
    var connection = try PostgresConnection(
      server.settings, logger: common.logger, cancellation: cancellation)
    var found: [Diagnosis] = []
    if namesProducts {
      found.append(
        policyFit(
          "policy and database", policy.file,
          misfits: try PolicyCheck.misfits(of: policy, in: &connection),
          all: "every override and every order matches a product and a store",
          one: "exactly one product or store"))
    }
    if !finance.overrides.isEmpty {
      found.append(
        policyFit(
          "finance policy and database", finance.file,
          misfits: try PolicyCheck.misfits(of: finance, in: &connection),
          all: "every override matches a category", one: "any category"))
    }
    return found
  }

  /// `all` says that every line fits, `one` names what a line has to match.
  private static func policyFit(
    _ name: String, _ file: String, misfits: [PolicyMisfit], all: String, one: String
  ) -> Diagnosis {
    guard !misfits.isEmpty else { return Diagnosis("configuration", name, .pass, all) }
    return Diagnosis(
      "configuration", name, .warn,
      misfits.count == 1
        ? "1 line of \(file) does not match \(one)"
        : "\(misfits.count) lines of \(file) do not match \(one)",
      remedy: misfits.map { "line \($0.line): \($0.message)" })
  }

  private static func servers(
    _ settings: Settings, _ common: CommonOptions, _ cancellation: RunCancellation
  ) throws -> [Diagnosis] {
    let calendar = try settings.calendar()
    var found: [Diagnosis] = []
    if settings.resolved("report.time_zone")?.isDefault == true {
      found.append(
        Diagnosis(
          "configuration", "time zone", .warn,
          "report.time_zone is not set: days end at midnight UTC",
          remedy: ["Set report.time_zone, for example to Asia/Bangkok."]))
    }
    return found
      + (try ServerExamination(
        try settings.replicas(), reading: StockReading.columns, timeZone: calendar,
        logger: common.logger, cancellation: cancellation
      ) { error in
        let remedy = ExitStatus.remedy(for: error).drop { $0 == ";" || $0 == " " }
        return remedy.isEmpty ? nil : remedy.prefix(1).uppercased() + remedy.dropFirst() + "."
      }.diagnoses())
  }
}

extension Settings.Resolved {
  fileprivate var isDefault: Bool {
    if case .defaultValue = source { true } else { false }
  }
}
