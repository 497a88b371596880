import Hummingbird
import ReorderReview
import Values

/// What a browser sends from a form of the review.
struct ReviewForm: Sendable {
  private let values: FormValues

  /// Reads the body; throws `HTTPProblem` for any field but these.
  init(_ request: Request, fields: [String]) async throws {
    values = try await FormValues(form: request, fields: fields)
  }

  /// A value; empty when there is none.
  func text(_ name: String) -> String { values[name] ?? "" }

  /// A whole number.
  func number(_ name: String) throws(HTTPProblem) -> Int64 {
    guard let number = try values.number(name) else {
      throw .badRequest("'\(name)' is missing. Load the page again.")
    }
    return number
  }

  /// A value without which nothing is done.
  func required(_ name: String) throws(HTTPProblem) -> String {
    guard let text = values[name], text.utf8.count <= 200 else {
      throw .badRequest("'\(name)' is missing. Load the page again.")
    }
    return text
  }

  /// What the buyer wants with a line.
  func choice() throws -> Choice {
    try DecisionRequest(
      decision: text("action"), quantity: values["quantity"]?.trimmingSpace(),
      reason: values["reason"], until: values["until"]?.trimmingSpace()
    ).choice()
  }

  /// Where the buyer came from: a page of lines, and nothing else.
  var back: String {
    let back = text("back")
    let plain = back.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/?=&%-._~".utf8.contains(byte)
      }
    }
    return plain && back.hasPrefix("/review/lines?") ? back : "/review"
  }
}
