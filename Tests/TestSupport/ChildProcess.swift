public import Foundation

/// Another program that is run to its end.
public enum ChildProcess {
  /// What a finished program leaves.
  public struct Outcome: Sendable {
    /// Its exit code, or the number of the signal that ended it.
    public var status: Int32
    /// What it wrote to standard output.
    public var output: Data
    /// What it wrote to standard error.
    public var errors: String

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs a program, found on `PATH` or by its path, and waits for its end.
  ///
  /// A program that cannot be found gives status 127, as from a shell.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String], input: Data = Data()
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    // Files and not pipes: neither side ever waits for the other.
    let (given, output, errors) = (try scratchFile(), try scratchFile(), try scratchFile())
    try given.write(contentsOf: input)
    try given.seek(toOffset: 0)
    process.standardInput = given
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try content(of: output),
      errors: String(decoding: try content(of: errors), as: UTF8.self))
  }

  /// An open file without a name, which is gone when it is closed.
  private static func scratchFile() throws -> FileHandle {
    let path = NSTemporaryDirectory() + "child-process-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try FileHandle(forUpdating: URL(fileURLWithPath: path))
  }

  private static func content(of file: FileHandle) throws -> Data {
    try file.seek(toOffset: 0)
    return try file.readToEnd() ?? Data()
  }
}
