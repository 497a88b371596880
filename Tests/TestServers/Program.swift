import Foundation
import Testing

/// Another program: started, waited for, and what it said.
package struct Program {
  /// What a finished program leaves.
  package struct Outcome {
    package var code: Int32
    package var output: String
    package var errors: String
  }

  /// The built `inventory-reports`, which lies beside this test program.
  package static let inventoryReports = Result {
    let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = (test as NSString).deletingLastPathComponent
    let found = ["inventory-reports", "InventoryReports"].map { "\(folder)/\($0)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { throw CannotGoOn("inventory-reports is not built in \(folder)") }
    return found
  }

  private let process = Process()
  private let output = NSTemporaryDirectory() + "end-to-end-output-\(UUID().uuidString)"

  /// Starts a program with an environment of its own: our PATH, and a home that is empty, so that no test
  /// sees the state of another, or of whoever runs the tests.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], folder: String? = nil
  ) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let ours = ProcessInfo.processInfo.environment
    process.environment = ["PATH": ours["PATH"] ?? "/usr/bin:/bin", "HOME": output + "-home"]
      .merging(environment) { $1 }
    let own = "\(folder ?? FileManager.default.currentDirectoryPath)/inventory-reports.yml"
    if environment["INVENTORY_REPORTS_CONFIG"] == nil, !FileManager.default.fileExists(atPath: own)
    {
      // Not what is installed on this machine.
      process.environment?["INVENTORY_REPORTS_CONFIG"] = "/dev/null"
    }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Files and not pipes: a pipe that nobody empties would hold the program up.
    for (suffix, isError) in [(".out", false), (".err", true)] {
      try Data().write(to: URL(fileURLWithPath: output + suffix))
      let file = FileHandle(forWritingAtPath: output + suffix)
      if isError { process.standardError = file } else { process.standardOutput = file }
    }
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Whether it still runs.
  package var isRunning: Bool { process.isRunning }

  /// What it has said on standard output so far.
  package func said() throws -> String {
    try String(contentsOfFile: output + ".out", encoding: .utf8)
  }

  /// Sends it a signal.
  package func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits for its end; a program that a signal ended has the code that a shell would show.
  package func wait() throws -> Outcome {
    process.waitUntilExit()
    defer {
      try? FileManager.default.removeItem(atPath: output + ".out")
      try? FileManager.default.removeItem(atPath: output + ".err")
      try? FileManager.default.removeItem(atPath: output + "-home")
    }
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      code: isSignal ? 128 + process.terminationStatus : process.terminationStatus,
      output: try String(contentsOfFile: output + ".out", encoding: .utf8),
      errors: try String(contentsOfFile: output + ".err", encoding: .utf8))
  }

  /// Runs a program to its end.
  package static func run(
    _ path: String, _ arguments: [String], environment: [String: String] = [:],
    folder: String? = nil
  ) throws -> Outcome {
    try Program(path, arguments, environment: environment, folder: folder).wait()
  }
}

/// Waits for something that another program brings about.
package func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(20)
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw CannotGoOn("waited in vain until \(what)") }
    Thread.sleep(forTimeInterval: 0.01)
  }
}
