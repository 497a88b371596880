import Crypto
import Reports
import Values

/// The parameters that make a run another one than the full run of its period, in one spelling.
///
/// Only those that differ from their default, without the dates; compact JSON, keys and lists
/// sorted by their UTF-8 bytes, characters escaped only where JSON demands it. That is what
/// Python's `json.dumps(p, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` gives.
struct CanonicalParameters {
  /// The JSON text.
  let json: String
  /// Whether there is nothing that makes the run another one.
  let isEmpty: Bool

  private static let dates: Set<String> = ["date", "from", "to"]

  init(_ parameters: [ReportContext.ParameterSetting]) {
    let members =
      parameters
      .filter { !$0.isDefault && !Self.dates.contains($0.name) }
      .sorted { Self.precedes($0.name, $1.name) }
      .map { Self.quoted($0.name) + ":" + Self.json($0.value) }
    isEmpty = members.isEmpty
    json = "{" + members.joined(separator: ",") + "}"
  }

  /// SHA-256 of the JSON text, 64 lower-case hexadecimal digits.
  var hexDigest: String {
    HexDigits.text(SHA256.hash(data: Array(json.utf8)))
  }

  private static func json(_ value: ReportContext.ParameterValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer(let number): String(number)
    case .list(let items):
      "[" + items.sorted(by: precedes).map(quoted).joined(separator: ",") + "]"
    }
  }

  /// By bytes: `<` of String would go by Unicode's canonical form.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func quoted(_ text: String) -> String { JSONString.text(text, .python) }
}
