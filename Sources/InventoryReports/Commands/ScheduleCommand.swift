import ArgumentParser
import Foundation

/// `inventory-reports schedule`: what cron or systemd needs to start the jobs.
struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Print a crontab or systemd units that start the jobs with the current settings.",
    usage: "inventory-reports schedule --print <starter> [<options>]",
    discussion: """
      EXAMPLES
        inventory-reports schedule --print cron > /etc/cron.d/inventory-reports
        inventory-reports schedule --print systemd --into /etc/systemd/system

      Use one of the two. Jobs read the configuration file, not this shell's environment.
      """)

  /// Who starts the jobs.
  enum Starter: String, CaseIterable, ExpressibleByArgument {
    case cron, systemd
  }

  @ArgumentParser.Option(
    help: ArgumentHelp("What starts the jobs: cron or systemd.", valueName: "starter"))
  var print: Starter

  @ArgumentParser.Option(
    help: ArgumentHelp("Write files into this folder instead of printing.", valueName: "folder"))
  var into: String?

  @ArgumentParser.Option(help: ArgumentHelp("User that runs the jobs.", valueName: "name"))
  var user = "inventory-reports"

  @ArgumentParser.Option(
    help: ArgumentHelp("Path of the program in the jobs. Default: this program.", valueName: "path")
  )
  var program: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let settings = try common.settings()
    let place = try SchedulePlace(settings, program: program, user: user)
    var files: [SystemdUnits.File] = []
    switch print {
    case .cron:
      files.append(.init(name: "inventory-reports", text: Crontab(place: place).text))
    case .systemd:
      files = SystemdUnits(place: place).files
    }
    if let into {
      for file in files { try write(file.text, to: "\(into)/\(file.name)") }
    }
    if common.json {
      try Terminal.print(
        json: files.map { file in
          Document(name: file.name, path: into.map { "\($0)/\(file.name)" }, text: file.text)
        })
    } else if into != nil {
      // They are where they were wanted.
    } else if let only = files.first, files.count == 1 {
      Terminal.write(only.text, to: .standardOutput)
    } else {
      let texts = files.map { "# \($0.name)\n\($0.text)" }
      Terminal.write(texts.joined(separator: "\n"), to: .standardOutput)
    }
    let missing = settings.all.filter { resolved in
      if case .environment = resolved.source { resolved.setting.isUsed } else { false }
    }
    if !missing.isEmpty, !common.quiet {
      let names = missing.map(\.setting.variable).joined(separator: ", ")
      Terminal.note(
        "note: jobs do not have this shell's environment: put into a configuration file the"
          + " values of \(names)")
    }
  }

  /// A file as JSON.
  private struct Document: Encodable {
    var name: String
    var path: String?
    var text: String
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw CannotWrite(description: "cannot write \(path): \(error.localizedDescription)")
    }
  }
}
