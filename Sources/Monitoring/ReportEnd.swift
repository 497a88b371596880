package import Publishing
package import Values

/// How a command's work on one report ended, for those who watch over it.
package struct ReportEnd: Sendable {
  package var report: String
  /// When it ended, by this machine's clock.
  package var ended: Instant
  /// The exit code that stands for how it ended; 0 when it is published.
  package var exitCode: Int32
  /// Milliseconds by stage: `read`, `write`, `publish`; empty when nothing was made.
  package var stages: [String: Int]
  /// The run that was published; nil when nothing was.
  package var published: PublishedRun?

  package init(
    report: String, ended: Instant, exitCode: Int32, stages: [String: Int] = [:],
    published: PublishedRun? = nil
  ) {
    self.report = report
    self.ended = ended
    self.exitCode = exitCode
    self.stages = stages
    self.published = published
  }
}
