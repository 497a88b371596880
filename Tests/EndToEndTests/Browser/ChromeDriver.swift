import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TestServers

/// The program that drives browsers; it ends with its owner.
final class ChromeDriver {
  private let process: Process
  private let address: String

  /// Starts it on a free port of this machine.
  ///
  /// It wants the port on two kinds of addresses; when another program has it on one, it ends.
  init() throws {
    let path = try #require(Browser.programs).driver
    var said = ""
    for _ in 0..<5 {
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = ["--port=0"]
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      said = ""
      while true {
        let piece = output.fileHandleForReading.availableData
        if piece.isEmpty { break }
        said += String(decoding: piece, as: UTF8.self)
        guard let port = said.firstMatch(of: /started successfully on port (\d+)/)?.1 else {
          continue
        }
        self.process = process
        address = "http://127.0.0.1:\(port)"
        return
      }
    }
    throw CannotGoOn("chromedriver ended: \(said)")
  }

  deinit { process.terminate() }

  /// One command and its answer; what the browser refuses is an error with its words.
  func ask(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> Any? {
    var request = HTTPClientRequest(url: address + path)
    request.method = .init(rawValue: method)
    if let body { request.body = .bytes(try JSONSerialization.data(withJSONObject: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    // A picture of a page is a long answer.
    let bytes = try await response.body.collect(upTo: 64 << 20)
    let answer =
      try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any]
    let value = answer?["value"]
    if let failure = value as? [String: Any], let error = failure["error"] as? String {
      throw CannotGoOn("\(error): \(failure["message"] ?? "")")
    }
    return value
  }
}
