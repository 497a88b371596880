import Crypto
import Foundation
import Testing
import TestServers

/// A service that reviews suggestions through the site, with a token of its own.
struct ReviewProgram {
  private static let secret = "a secret of thirty-two bytes or more"
  private let token: String
  /// Where the site is.
  var address = ""

  /// Writes the keys and the settings by which the site knows it.
  init(in place: Workplace) throws {
    try place.write(
      #"{"keys": [{"kty": "oct", "kid": "k", "k": "\#(Self.base64(Data(Self.secret.utf8)))"}]}"#,
      to: "keys.json")
    try place.write(
      """
      site:
        token_keys: \(place.folder)/keys.json
        token_issuer: tests
        token_algorithms: HS256
      """, to: "inventory-reports.yml")
    let claims =
      #"{"iss":"tests","aud":"inventory-reports","sub":"robot","exp":4102444800,"#
      + #""roles":["reorder:review"]}"#
    let signed = [#"{"alg":"HS256","typ":"JWT","kid":"k"}"#, claims]
      .map { Self.base64(Data($0.utf8)) }.joined(separator: ".")
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(signed.utf8), using: SymmetricKey(data: Data(Self.secret.utf8)))
    token = "\(signed).\(Self.base64(Data(code)))"
  }

  private static func base64(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// An answer; the status is 0 when there was none.
  struct Answer {
    var status: Int
    var body: String

    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
  }

  /// Asks, or sends a body; waits for the answer.
  func ask(_ path: String, _ json: String? = nil, headers: [String] = []) throws -> Answer {
    var words = ["--silent", "--max-time", "30", "--write-out", "\n%{http_code}"]
    for header in headers + ["Authorization: Bearer \(token)"] { words += ["--header", header] }
    if let json { words += ["--header", "Content-Type: application/json", "--data", json] }
    let outcome = try Program.run(
      "/usr/bin/curl", words + ["\(address)/api/inventory/reorder-suggestions\(path)"])
    let parts = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    // A connection that broke in the middle is no answer.
    let status = outcome.code == 0 ? parts.last.flatMap { Int($0) } ?? 0 : 0
    return Answer(status: status, body: parts.dropLast().joined(separator: "\n"))
  }
}
