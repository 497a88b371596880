import Files
import Foundation
import SiteSettings

/// The web program, a second executable, so that this one carries no web server.
struct SiteProgram {
  /// The path of the executable.
  let path: String

  private static let name = "inventory-reports-site"
  /// Linux's `F_SETPIPE_SZ`, which Swift does not import.
  private static let setPipeSize: Int32 = 1_031

  /// Finds it beside this program, or below the same prefix in `libexec`.
  static func located() throws -> SiteProgram {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().path
    let places = ["\(own)/\(name)", "\(own)/../libexec/inventory-reports/\(name)"]
    guard let path = places.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw SettingsError(
        "\(name) is not in \(own), nor in libexec beside it: install both programs, or build"
          + " with 'make build'")
    }
    return SiteProgram(path: path)
  }

  /// Becomes the web program: signals go to it, and its exit code is this command's.
  func replaceThisProcess(_ settings: SiteSettings) throws -> Never {
    let ends = try inputPipe(settings)
    guard dup2(ends.reading, 0) == 0 else { throw failure("dup2") }
    // Where standard input was closed, the pipe may be it already.
    if ends.reading != 0 { close(ends.reading) }
    close(ends.writing)
    // What this program ignores would stay ignored.
    let ignored = [SIGINT, SIGTERM, SIGPIPE] + (StopSignals.isHangUpIgnored ? [] : [SIGHUP])
    for number in ignored { signal(number, SIG_DFL) }
    let first = unsafe strdup(path)
    unsafe execv(path, [first, nil])
    throw failure("execv")
  }

  /// Starts the web program as a child; it ends when the pipe is closed, so also with this program.
  func start(_ settings: SiteSettings) throws -> (process: Process, input: Pipe) {
    var settings = settings
    settings.endsWithInput = true
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    let input = Pipe()
    process.standardInput = input
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Self.line(settings))
    return (process, input)
  }

  private static func line(_ settings: SiteSettings) throws -> Data {
    try JSONEncoder().encode(settings) + Data("\n".utf8)
  }

  /// A pipe with the settings in it, which it must hold at once: nobody is there to fill it later.
  private func inputPipe(_ settings: SiteSettings) throws -> (reading: Int32, writing: Int32) {
    let line = try Self.line(settings)
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw failure("pipe") }
    // The usual pipe holds 64 KiB, and a thousand people may be named.
    let room = max(1 << 16, line.count)
    guard fcntl(ends[1], Self.setPipeSize, Int32(room)) >= line.count else { throw failure("pipe") }
    let written = unsafe line.withUnsafeBytes { unsafe write(ends[1], $0.baseAddress, $0.count) }
    guard written == line.count else { throw failure("write") }
    return (ends[0], ends[1])
  }

  private func failure(_ call: String) -> CannotWrite {
    CannotWrite(
      description: "cannot start \(path): \(call): \(SystemError.reason(of: errno))")
  }
}
