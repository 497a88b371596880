/// The jobs as a file for `/etc/cron.d`.
struct Crontab {
  let place: SchedulePlace

  /// The file's text.
  var text: String {
    """
    # The jobs of inventory-reports, as `inventory-reports schedule --print cron` prints them. Copy to
    # /etc/cron.d/inventory-reports: owned by root, mode 0644, no dot in its name, a line break
    # after the last line; otherwise cron ignores the file.
    #
    # `run --due` makes what is due by the calendar of \(place.timeZone) (report.time_zone) and not yet
    # published. So the machine's own time zone does not matter, nor does an hour that the clocks skip
    # or repeat: when nothing is due, it does nothing.
    #
    # The jobs print nothing unless something is wrong. Cron then mails it to MAILTO.
    SHELL=/bin/sh
    PATH=/usr/local/bin:/usr/bin:/bin
    MAILTO=root

    # minute hour day month weekday user command

    """ + ScheduledJob.all.map(lines).joined()
  }

  private func lines(_ job: ScheduledJob) -> String {
    let time =
      switch job.rhythm {
      case .hourly(let minute): "\(minute) * * * *"
      case .weekly(let hour, let minute): "\(minute) \(hour) * * 0"
      }
    let command = job.commands.map { command in
      place.words(command).map(Self.quoted).joined(separator: " ")
    }.joined(separator: " && ")
    return "# \(job.comment)\n\(time) \(place.user) \(command)\n"
  }

  /// A word for the shell; a percent sign would end the command, as cron takes it for a line break.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || "/._-+=:,@%".utf8.contains($0)
    }
    let text = isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    return text.replacing("%", with: "\\%")
  }
}
