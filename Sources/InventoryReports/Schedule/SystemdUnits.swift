/// The jobs as systemd units.
struct SystemdUnits {
  let place: SchedulePlace

  /// A unit's file.
  struct File {
    var name: String
    var text: String
  }

  private static let name = "inventory-reports"

  /// A service and a timer for each job, and an example of what is done when one fails.
  var files: [File] {
    ScheduledJob.all.flatMap { job in
      [
        File(name: "\(Self.name)\(job.suffix).service", text: service(job)),
        File(name: "\(Self.name)\(job.suffix).timer", text: timer(job)),
      ]
    } + [
      File(name: "\(Self.name)-site.service", text: site),
      File(name: "\(Self.name)-failed@.service", text: failed),
    ]
  }

  private func service(_ job: ScheduledJob) -> String {
    """
    [Unit]
    Description=\(job.title)
    Documentation=man:inventory-reports(1)
    Wants=network-online.target
    After=network-online.target
    # An example: change that unit to notify the right people.
    OnFailure=\(Self.name)-failed@%n.service

    [Service]
    Type=oneshot
    User=\(place.user)
    Group=\(place.user)
    # Write a line for each stage to the journal; cron would mail it.
    Environment=REPORT_LOG_LEVEL=info
    \(job.commands.map { "ExecStart=\(line($0))" }.joined(separator: "\n"))
    TimeoutStartSec=4h
    UMask=0077

    \(hardening)

    """
  }

  private var site: String {
    """
    [Unit]
    Description=Inventory reports: web pages and HTTP API
    Documentation=man:inventory-reports(1)
    Wants=network-online.target
    After=network-online.target

    [Service]
    Type=exec
    User=\(place.user)
    Group=\(place.user)
    ExecStart=\(line(["serve"]))
    Restart=on-failure
    RestartSec=5s
    # A restart does not mend a wrong setting.
    RestartPreventExitStatus=78
    TimeoutStopSec=30s
    LimitNOFILE=16384
    UMask=0077

    \(hardening)

    [Install]
    WantedBy=multi-user.target

    """
  }

  private var hardening: String {
    """
    # Only these folders can be written.
    ProtectSystem=strict
    ReadWritePaths=\(place.folders.map { "-\(Self.quoted($0))" }.joined(separator: " "))
    ProtectHome=\(isInHome ? "read-only" : "yes")
    PrivateTmp=yes
    PrivateDevices=yes
    NoNewPrivileges=yes
    CapabilityBoundingSet=
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    ProtectClock=yes
    ProtectControlGroups=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectProc=invisible
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    """
  }

  private func timer(_ job: ScheduledJob) -> String {
    """
    [Unit]
    Description=\(job.title)
    Documentation=man:inventory-reports(1)

    [Timer]
    OnCalendar=\(Self.calendar(job.rhythm)) \(place.timeZone)
    # Catch up on a start that was missed while the machine was off.
    Persistent=true

    [Install]
    WantedBy=timers.target

    """
  }

  /// When, in the words of systemd.time(7), without the zone.
  private static func calendar(_ rhythm: ScheduledJob.Rhythm) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return switch rhythm {
    case .hourly(let minute): "*-*-* *:\(two(minute)):00"
    case .weekly(let hour, let minute): "Sun *-*-* \(two(hour)):\(two(minute)):00"
    }
  }

  private var failed: String {
    """
    # An example of what to do when a job fails; %i is its unit. It writes one line that names the
    # unit to the journal, with the priority of an alert. Change it to send mail or to call a
    # service.
    [Unit]
    Description=Report that %i failed

    [Service]
    Type=oneshot
    DynamicUser=yes
    ExecStart=/usr/bin/logger --tag inventory-reports --priority user.alert "%i failed; see: journalctl --unit %i --since -1h"

    """
  }

  private var isInHome: Bool {
    (place.folders + [place.program] + (place.configuration.map { [$0] } ?? [])).contains { path in
      ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) }
    }
  }

  private func line(_ command: [String]) -> String {
    place.words(command).map(Self.quoted).joined(separator: " ")
  }

  /// A word of a unit: specifiers and variables taken for what they are, spaces kept.
  private static func quoted(_ word: String) -> String {
    let text = word.replacing("%", with: "%%").replacing("$", with: "$$")
    let isPlain = !text.isEmpty && !text.contains { " \t\"'\\;".contains($0) }
    guard !isPlain else { return text }
    return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
