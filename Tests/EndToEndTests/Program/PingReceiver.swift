import Foundation
import TestServers
import TestSupport

/// A monitor on this machine that writes down who pings it.
final class PingReceiver {
  /// How it answers.
  enum Manner: String {
    /// As it should.
    case well
    /// With an error of its own.
    case broken
    /// Never.
    case silent
  }

  /// A ping: the path with its query, and what it says.
  struct Ping: Equatable {
    var path: String
    var query: String
    var body: String
  }

  private static let script = """
    import http.server, json, sys, time
    folder, manner = sys.argv[1:]
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            with open(folder + "/pings", "a") as file:
                file.write(json.dumps({"path": self.path, "body": body}) + "\\n")
            if manner == "silent":
                time.sleep(600)
            self.send_response(200 if manner == "well" else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()
        def log_message(self, *_):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with open(folder + "/port.new", "w") as file:
        file.write(str(server.server_port))
    import os
    os.rename(folder + "/port.new", folder + "/port")
    server.serve_forever()
    """

  private let folder: String
  private let program: Program
  /// The address of a check there; who knows it can ping.
  let url: String

  init(_ manner: Manner, in folder: String) throws {
    self.folder = folder + "/monitor"
    try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
    program = try Program(
      TestPython.path, ["-c", Self.script, self.folder, manner.rawValue],
      environment: [:])
    let end = ContinuousClock.now + .seconds(20)
    while !FileManager.default.fileExists(atPath: self.folder + "/port") {
      guard ContinuousClock.now < end, program.isRunning else {
        throw CannotGoOn("the monitor does not start: \(try program.wait().errors)")
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    let port = try String(contentsOfFile: self.folder + "/port", encoding: .utf8)
    url = "http://127.0.0.1:\(port)/\(Workplace.secret)"
  }

  deinit {
    program.send(SIGKILL)
    _ = try? program.wait()
  }

  /// The pings so far, the check's own part of the path left out.
  func pings() throws -> [Ping] {
    let path = folder + "/pings"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      let ping = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
      let parts = (ping["path"] ?? "").split(separator: "?", maxSplits: 1).map(String.init)
      return Ping(
        path: parts[0].replacing("/\(Workplace.secret)", with: ""),
        query: parts.count > 1 ? parts[1] : "", body: ping["body"] ?? "")
    }
  }
}
