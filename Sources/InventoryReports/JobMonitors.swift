import Logging
import Monitoring

/// What watches a job from outside: the health check and the metrics file.
///
/// Neither ends the work. A ping that does not come through is the monitor's own to notice; a metrics
/// file that cannot be written is an error, since nothing else would ever tell. A command line that
/// turns out to be one that cannot be meant fails the check, since cron would repeat it, and changes no
/// figure: it was no attempt at a report.
struct JobMonitors {
  /// What the monitors get when a job ends.
  struct News {
    /// The exit code that the work came to.
    var code: Int32
    /// Sets the families of the metrics file.
    var figures: (inout MetricsPage) -> Void
    /// A text for the health check, by the final exit code; without figures of the stock and
    /// messages, since the monitor may be anybody's.
    var summary: (Int32) -> String
  }

  var healthcheck: Healthcheck?
  var metrics: MetricsFile?

  /// Does the work and tells the monitors; gives the exit code, and throws what the work throws.
  ///
  /// `failed` makes of an exit code the ending of work that threw.
  func over<Ending>(
    _ work: () async throws -> Ending, failed: (Int32) -> Ending, news: (Ending) -> News
  ) async throws -> Int32 {
    let begun = Task { [healthcheck] in await healthcheck?.start() }
    do {
      let ending = try await work()
      await begun.value
      return await tell(news(ending), patience: .usual)
    } catch {
      if error is Interrupted { begun.cancel() }
      await begun.value
      // A job that was told to stop must be gone within a second.
      _ = await tell(
        news(failed(ExitStatus.code(of: error))), patience: error is Interrupted ? .brief : .usual)
      throw error
    }
  }

  private func tell(_ news: News, patience: Healthcheck.Patience) async -> Int32 {
    var code = news.code
    do {
      if news.code != ExitStatus.Code.usage { try metrics?.update(news.figures) }
    } catch {
      Terminal.error("\(error)")
      if code == 0 { code = ExitStatus.Code.partial }
    }
    await healthcheck?.end(exitCode: code, summary: news.summary(code), patience)
    return code
  }
}
