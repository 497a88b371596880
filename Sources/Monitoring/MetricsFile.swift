import Files
import Foundation

/// The file that Prometheus' node exporter reads (its textfile collector).
package struct MetricsFile: Sendable {
  /// The file's path; node exporter takes only names that end in `.prom`.
  package let path: String

  /// The file at a path.
  package init(path: String) {
    self.path = path
  }

  /// Changes what the file says and brings the new text under its name in one step.
  ///
  /// What `change` leaves alone stays as it was. A file that cannot be understood is begun anew.
  /// Processes that write at the same time wait for each other, ten seconds at most.
  package func update(_ change: (inout MetricsPage) -> Void) throws(MetricsFileError) {
    do {
      // When another process holds it for too long, better a lost count than no file.
      let lock = try FileLock<SystemError>(path: path + ".lock", waiting: .seconds(10))
      defer { extendLifetime(lock) }
      let former = FileManager.default.contents(atPath: path)
      var page =
        former.flatMap { MetricsPage(String(decoding: $0, as: UTF8.self)) } ?? MetricsPage()
      change(&page)
      try Data(page.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      // The exporter is another user.
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    } catch let error as SystemError {
      throw MetricsFileError(path: path, reason: error.reason)
    } catch {
      let error = error as NSError
      let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
      throw MetricsFileError(path: path, reason: cause.localizedDescription)
    }
  }
}

/// The metrics could not be written; the reports are not concerned.
package struct MetricsFileError: Error, CustomStringConvertible {
  package let path: String
  let reason: String

  /// One line that names the file and the remedy.
  package var description: String {
    "the metrics file \(path) cannot be written: \(reason); check its folder and this user's rights"
  }
}
