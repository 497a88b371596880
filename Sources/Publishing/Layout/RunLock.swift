import Foundation
import Values

import Files

/// Held by the one process that makes a report in an output folder.
///
/// It is the kernel's: it ends with the process, however that ends, so that no lock has ever to be
/// removed by hand. Over NFS it holds between machines when the server keeps locks, which is the
/// default; where it does not hold, two runs at worst make the same report twice, since each writes
/// in a folder of its own and shows it by one rename.
package final class RunLock {
  package let report: String
  private let file: OpenFile

  /// Beside the short lock of `ReportFolder.locked`, which a run takes many times.
  private static let name = ".lock-run"

  /// Takes the lock, or gives nil when another process holds it.
  ///
  /// `holder` is what that process is to be called by others. Makes the folders that are missing;
  /// throws an error that `isCannotWrite`.
  package init?(output: String, report: String, holder: String) throws(PublishingError) {
    let folder = try ReportFolder(output: output, report: report)
    try FileSystem.makeFolders(folder.runs)
    let file = try OpenFile("\(folder.runs)/\(Self.name)", for: .locking)
    guard try file.lock(.exclusive) else { return nil }
    self.report = report
    // Only for people: a full disk is no reason not to have the lock.
    try? file.replaceContent(Array("\(holder)\n".utf8))
    self.file = file
  }

  deinit {
    try? file.replaceContent([])
  }

  /// Who holds the lock of a report; nil when nobody does.
  ///
  /// Throws when this user may not look.
  package static func holder(output: String, report: String) throws(PublishingError) -> String? {
    let path = "\(try ReportFolder(output: output, report: report).runs)/\(name)"
    guard let file = try OpenFile.lock(at: path), try !file.lock(.shared) else { return nil }
    let text = String(decoding: try file.readAll(), as: UTF8.self).prefix { !$0.isNewline }
    return text.isEmpty ? anybody : String(text)
  }

  /// This machine's name, without asking any network.
  package static let machine: String = {
    let name = try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
    return name?.trimmingSpace() ?? "localhost"
  }()

  fileprivate static let anybody = "another process"
}

/// Another process is making a report.
package struct ReportLocked: Error, CustomStringConvertible {
  private let report: String
  private let holder: String

  /// The report was refused; looks who has it.
  package init(_ report: String, output: String) {
    self.report = report
    holder = (try? RunLock.holder(output: output, report: report)) ?? RunLock.anybody
  }

  /// The report and who makes it.
  package var reason: String { "\(report) is being made by \(holder)" }

  /// One line that names the report and the remedy.
  package var description: String {
    "report \(reason); run again later, or wait for it with --wait 10min"
  }
}
