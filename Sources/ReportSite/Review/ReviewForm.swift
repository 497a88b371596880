import Hummingbird
import ReorderReview
import Reports

/// What a browser sends from a form of the review.
struct ReviewForm: Sendable {
  private let values: FormValues

  /// Reads the body, which is small by then.
  init(_ request: Request) async throws {
    var request = request
    values = try FormValues(
      String(buffer: try await request.collectBody(upTo: ChangeGuard.bodyLimit)))
  }

  /// A value; empty when there is none.
  func text(_ name: String) -> String { values[name] ?? "" }

  /// A whole number.
  func number(_ name: String) throws(Refusal) -> Int64 {
    guard let number = try values.number(name) else {
      throw .badRequest("'\(name)' is missing. Load the page again.")
    }
    return number
  }

  /// A reason, which is kept for good and so has its limit.
  func reason() throws(Refusal) -> String {
    let reason = text("reason")
    guard reason.utf8.count <= 1_000 else {
      throw Refusal(.unprocessableContent, "The reason is too long", "Say it in 1,000 bytes.")
    }
    return reason
  }

  /// What the buyer wants with a line.
  func choice() throws -> Choice {
    let reason = try reason()
    switch text("action") {
    case "approve":
      let quantity = text("quantity")
      do {
        return .approve(
          quantity: quantity.isEmpty ? nil : try OrderQuantity.parse(quantity), reason: reason)
      } catch {
        throw ReviewError.quantity(error)
      }
    case "dismiss": return .dismiss(reason: reason)
    case "snooze":
      guard let until = Day(text("until")) else { throw ReviewError.badDay }
      return .snooze(until: until, reason: reason)
    case "undo": return .undo
    case "reopen": return .reopen(reason: reason)
    default: throw Refusal.badRequest("There is no such action.")
    }
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
