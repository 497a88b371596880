import Foundation
import Hummingbird
import ReorderReview
import Reports

/// What a service sends to decide about a suggestion, as JSON.
struct DecisionRequest: Decodable {
  private var decision: String
  private var quantity: String?
  private var reason: String?
  private var until: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case decision, quantity, reason, until
  }

  /// Throws when a value has another type than it should; a quantity is a string, or a number.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    decision = try values.decode(String.self, forKey: .decision)
    reason = try values.decodeIfPresent(String.self, forKey: .reason)
    until = try values.decodeIfPresent(String.self, forKey: .until)
    if let text = try? values.decodeIfPresent(String.self, forKey: .quantity) {
      quantity = text
    } else {
      // Whole numbers only: what a parser makes of 0.1 is not always 0.1.
      quantity = try values.decodeIfPresent(Int64.self, forKey: .quantity).map(String.init)
    }
  }

  /// What is wanted.
  func choice() throws -> Choice {
    let reason = (reason ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard reason.utf8.count <= 1_000 else {
      throw Refusal(.unprocessableContent, "The reason is too long", "Say it in 1,000 bytes.")
    }
    switch decision {
    case "approve":
      do {
        return .approve(quantity: try quantity.map(OrderQuantity.parse), reason: reason)
      } catch {
        throw ReviewError.quantity(error)
      }
    case "dismiss": return .dismiss(reason: reason)
    case "snooze":
      guard let until = until.flatMap({ Day($0) }) else { throw ReviewError.badDay }
      return .snooze(until: until, reason: reason)
    case "undo": return .undo
    case "reopen": return .reopen(reason: reason)
    default:
      throw Refusal(
        .unprocessableContent, "There is no such decision",
        "'decision' must be approve, dismiss, snooze, undo or reopen.")
    }
  }
}

/// What a service sends to approve or to export what a supplier has.
struct SupplierRequest: Decodable {
  /// The supplier's key, as the suggestions name it.
  var supplier: String
  /// Only this store; nil for all that may be seen.
  var store: String?
  /// The run that was looked at.
  var run: String?

  private enum CodingKeys: String, CodingKey {
    case supplier, run
    case store = "store_id"
  }
}

extension Request {
  /// The body as JSON.
  ///
  /// Throws a refusal that names the key, and never repeats a value.
  func json<Value: Decodable>(_ type: Value.Type) async throws -> Value {
    var request = self
    let body = try await request.collectBody(upTo: ChangeGuard.bodyLimit)
    do {
      return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    } catch let error as DecodingError {
      let context: DecodingError.Context? =
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
          .dataCorrupted(let context):
          context
        case .keyNotFound(let key, let context):
          .init(codingPath: context.codingPath + [key], debugDescription: "")
        @unknown default: nil
        }
      let key = context?.codingPath.map(\.stringValue).joined(separator: ".") ?? ""
      throw Refusal.badRequest(
        key.isEmpty ? "The body must be a JSON object." : "'\(key)' is missing or of another type.")
    }
  }
}
