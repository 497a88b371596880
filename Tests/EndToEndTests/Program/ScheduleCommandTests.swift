import Foundation
import Testing
import TestServers
import TestSupport

/// What `schedule` prints: the samples of the repository, and what cron and systemd say to it.
struct ScheduleCommandTests {
  private static let files = FileManager.default

  /// The settings of the samples in `cron/`.
  private static let samples = [
    "REPORT_OUTPUT": "/var/lib/inventory-reports/reports",
    "REPORT_STATE": "/var/lib/inventory-reports", "REPORT_LOG_FORMAT": "text",
  ]

  private func schedule(
    _ words: [String], _ environment: [String: String] = samples
  ) throws -> Program.Outcome {
    try Program.run(
      try Program.inventoryReports.get(), ["schedule", "--quiet"] + words, environment: environment,
      folder: NSTemporaryDirectory())
  }

  @Test func `the samples are what is printed`() throws {
    let program = ["--program", "/usr/local/bin/inventory-reports"]
    try withTemporaryFolder { folder in
      for (starter, place) in [("cron", "cron"), ("systemd", "cron/systemd")] {
        let made = "\(folder)/\(starter)"
        try Self.files.createDirectory(atPath: made, withIntermediateDirectories: true)
        let outcome = try schedule(["--print", starter, "--into", made] + program)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let sample = "\(Places.repository)/\(place)"
        let names = try Self.files.contentsOfDirectory(atPath: made).sorted()
        let kept = try Self.files.contentsOfDirectory(atPath: sample)
        #expect(names == kept.filter { $0 != "systemd" }.sorted())
        for name in names {
          #expect(
            Self.files.contents(atPath: "\(made)/\(name)")
              == Self.files.contents(atPath: "\(sample)/\(name)"), "\(place)/\(name)")
        }
      }
      let printed = try schedule(["--print", "cron"] + program)
      #expect(
        Data(printed.output.utf8) == Self.files.contents(atPath: "\(folder)/cron/inventory-reports")
      )
    }
  }

  @Test func `as JSON it is the same files`() throws {
    try withTemporaryFolder { folder in
      for starter in ["cron", "systemd"] {
        let outcome = try schedule(["--print", starter, "--json", "--into", folder])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let files = try #require(
          try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]])
        #expect(!files.isEmpty)
        for file in files {
          let path = try #require(file["path"])
          #expect(try String(contentsOfFile: path, encoding: .utf8) == file["text"])
        }
        let printed = try schedule(["--print", starter, "--json"]).output
        for file in files {
          let name = try #require(file["name"])
          #expect(printed.contains("\"\(name)\""), "\(printed)")
        }
      }
    }
  }

  @Test func `each command that is printed is one of the program`() throws {
    let printed = try schedule(["--print", "cron", "--program", "PROGRAM"]).output
    let commands = printed.matches(of: /PROGRAM ([^&\n]+)/).map { $0.1.split(separator: " ") }
    #expect(commands.count == 4)
    for words in commands {
      // Names an unknown word or option before it helps.
      let words = words.map(String.init)
      let help = try Program.run(
        try Program.inventoryReports.get(),
        ["help"] + words.filter { !$0.hasPrefix("-") && Int($0) == nil })
      #expect(help.code == 0, "\(words): \(help.errors)")
      for option in words where option.hasPrefix("-") {
        #expect(help.output.contains(option), "\(words)")
      }
    }
  }

  @Test(.enabled(if: SystemdAnalyze.isThere, "systemd-analyze is not installed"))
  func `systemd takes the units and the times`() throws {
    try withTemporaryFolder { folder in
      // Awkward on purpose: spaces, a specifier, a variable, and a folder in a home.
      let program = try Program.inventoryReports.get()
      var settings = Self.samples
      settings["REPORT_OUTPUT"] = "/home/all reports/100%/$HOME"
      settings["REPORT_TIME_ZONE"] = "America/St_Johns"
      let outcome = try schedule(
        ["--print", "systemd", "--into", folder, "--program", program], settings)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let units = try Self.files.contentsOfDirectory(atPath: folder).sorted()
      #expect(units.count == 8)
      let verified = try Program.run(
        "/usr/bin/env",
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
          + units.map { "\(folder)/\($0.replacing("@", with: "@x"))" },
        environment: ["SYSTEMD_UNIT_PATH": folder + ":"])
      let words = (verified.output + verified.errors).split(separator: "\n")
        .filter { $0.contains("inventory-reports") }
      #expect(words == [], "\(verified.errors)")
      for unit in units where unit.hasSuffix(".timer") {
        let text = try String(contentsOfFile: "\(folder)/\(unit)", encoding: .utf8)
        let time = try #require(text.firstMatch(of: /OnCalendar=(.*)/)).1
        let read = try Program.run(
          "/usr/bin/env", ["systemd-analyze", "calendar", String(time)])
        #expect(read.code == 0, "\(time): \(read.errors)")
        #expect(read.output.contains("Next elapse"), "\(read.output)")
        #expect(text.contains("Persistent=true"))
      }
    }
  }

  @Test func `a percent sign and a space mean nothing to cron`() throws {
    try withTemporaryFolder { folder in
      let file = "\(folder)/100% of it.yml"
      try Data("report: {output: /srv/r, state: /srv/s}\n".utf8).write(
        to: URL(fileURLWithPath: file))
      let outcome = try schedule(["--print", "cron", "--config", file], [:])
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains(" --config '\(folder)/100\\% of it.yml'"))
    }
  }

  @Test(arguments: ["REPORT_OUTPUT", "REPORT_STATE"])
  func `a folder that a job would not find is refused`(variable: String) throws {
    for value in ["out", ""] where variable == "REPORT_STATE" || value != "" {
      var settings = Self.samples
      settings[variable] = value
      let outcome = try schedule(["--print", "cron"], settings)
      #expect(outcome.code == 78 && outcome.output == "")
      #expect(
        outcome.errors.contains(variable == "REPORT_STATE" ? "report.state" : "report.output"))
    }
  }

  @Test(
    .enabled(
      if: CronDaemon.isWanted, "a minute of a real cron, as root: CRON_TESTS=1 and Debian's cron"))
  func `cron runs the job, which says nothing`() throws {
    try Workplace.lend { place in
      // A job knows nothing of this environment.
      try place.write(
        """
        database:
          host: \(place.environment["DB_HOST"] ?? "")
          user: postgres
          name: \(place.environment["DB_NAME"] ?? "")
        report:
          time_zone: Asia/Bangkok
          definitions: \(Places.reports)
          output: \(place.folder)/by-cron
          state: \(place.folder)/state
        """, to: "settings.yml")
      let printed = try Program.run(
        try Program.inventoryReports.get(),
        [
          "schedule", "--print", "cron", "--user", "root", "--config",
          "\(place.folder)/settings.yml",
        ]
      ).output
      let line = try #require(printed.split(separator: "\n").first { $0.contains(" run --due") })
      // Each minute instead of each hour, and a shell that keeps what the job says.
      try place.write(
        "#!/bin/sh\n/bin/sh \"$@\" >>'\(place.folder)/said' 2>&1\necho $? >'\(place.folder)/code'\n",
        to: "shell")
      try Self.files.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(place.folder)/shell")
      try place.write(
        printed.replacing("SHELL=/bin/sh", with: "SHELL=\(place.folder)/shell")
          .split(separator: "\n").filter { $0.contains("=") && !$0.contains("*") }
          .joined(separator: "\n") + "\n" + line.replacing(/^\d+/, with: "*") + "\n",
        to: "cron.d/inventory-reports")
      try CronDaemon.run(jobs: place.folder + "/cron.d", for: .seconds(150)) {
        Self.files.fileExists(atPath: place.folder + "/code")
      }
      #expect(try String(contentsOfFile: place.folder + "/code", encoding: .utf8) == "0\n")
      #expect(try String(contentsOfFile: place.folder + "/said", encoding: .utf8) == "")
      #expect(Self.files.fileExists(atPath: place.folder + "/by-cron/inventory-valuation/latest"))
    }
  }
}

/// systemd's own checker of units.
enum SystemdAnalyze {
  static let isThere =
    (try? Program.run("/bin/sh", ["-c", "command -v systemd-analyze"]))?.code == 0
}

/// Debian's cron with jobs of the test's own and none of the machine's.
enum CronDaemon {
  static let isWanted =
    ProcessInfo.processInfo.environment["CRON_TESTS"] == "1" && geteuid() == 0
    && (try? Program.run("/bin/sh", ["-c", "command -v cron unshare"]))?.code == 0

  /// Runs it in a mount namespace where `/etc/cron.d` is the jobs' folder, until something is done.
  static func run(jobs: String, for time: Duration, until isDone: () -> Bool) throws {
    let script = """
      set -e
      mount --bind "$1" /etc/cron.d
      : >"$1.crontab"; mount --bind "$1.crontab" /etc/crontab
      mkdir "$1.none"; mount --bind "$1.none" /var/spool/cron/crontabs
      mount -t tmpfs tmpfs /run
      chown -R root:root "$1"; chmod 644 "$1"/*
      exec cron -f
      """
    let cron = try Program(
      "/usr/bin/unshare", ["--mount", "/bin/sh", "-c", script, "cron", jobs], environment: [:])
    defer {
      cron.send(SIGTERM)
      _ = try? cron.wait()
    }
    let end = ContinuousClock.now + time
    while !isDone() {
      guard cron.isRunning else { throw CannotGoOn("cron ended: \(try cron.wait().errors)") }
      guard ContinuousClock.now < end else { throw CannotGoOn("cron did nothing in \(time)") }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }
}
