/// A job that cron or systemd starts.
struct ScheduledJob {
  /// How often.
  enum Rhythm {
    /// Each hour at a minute.
    case hourly(minute: Int)
    /// On Sundays.
    case weekly(hour: Int, minute: Int)
  }

  /// The end of its unit's name; empty for the one that makes the reports.
  var suffix: String
  /// What it does, as a unit's description.
  var title: String
  /// Why, for the reader of the crontab.
  var comment: String
  /// When.
  var rhythm: Rhythm
  /// The words after the program's name; several commands one after the other.
  var commands: [[String]]

  /// Every job.
  ///
  /// Minutes are some way after the hour, when the transactions of a day that has just ended are
  /// committed and replayed.
  static let all = [
    ScheduledJob(
      suffix: "", title: "Make the inventory reports that are due",
      comment: "Make what is due and not published; after an outage, also what was missed.",
      rhythm: .hourly(minute: 7), commands: [["run", "--due"]]),
    ScheduledJob(
      suffix: "-alerts", title: "Send the low-stock alerts",
      comment: "Send low-stock alerts to the notification service.",
      rhythm: .hourly(minute: 22), commands: [["alerts", "run"]]),
    ScheduledJob(
      suffix: "-upkeep", title: "Verify and prune the published inventory reports",
      comment: "Once a week: verify what is published, and remove what is old.",
      rhythm: .weekly(hour: 5, minute: 37),
      commands: [["verify", "--quiet"], ["prune", "--keep-daily", "400"]]),
  ]
}
