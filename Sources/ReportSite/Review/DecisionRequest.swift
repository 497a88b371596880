import Foundation
import Hummingbird
import ReorderReview
import Values

/// What a buyer sends by a form, or a service as JSON, to decide about a suggestion.
struct DecisionRequest: Decodable {
  private var decision: String
  private var quantity: String?
  private var reason: String?
  private var until: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case decision, quantity, reason, until
  }

  init(decision: String, quantity: String?, reason: String?, until: String?) {
    self.decision = decision
    self.quantity = quantity
    self.reason = reason
    self.until = until
  }

  /// Throws when a value has another type than it should; a quantity is a string, or a number.
  init(from decoder: any Decoder) throws {
    try decoder.allow(CodingKeys.self)
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

  /// What is wanted; a reason is kept for good, and so has its limit.
  func choice() throws -> Choice {
    let reason = (reason ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard reason.utf8.count <= 1_000 else {
      throw HTTPProblem(.invalidDecision, "The reason is too long. Keep it to 1,000 bytes.")
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
      throw HTTPProblem(
        .invalidDecision, "'decision' must be approve, dismiss, snooze, undo or reopen.")
    }
  }
}

/// What a service sends to approve or to export what a supplier has.
struct SupplierRequest: Decodable {
  /// The supplier's key, as the suggestions name it.
  var supplier: String
  /// Only this store; nil for all that may be seen.
  var store: String?
  /// The run that was looked at; an export takes whatever is approved without one.
  var run: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case supplier, run
    case store = "store_id"
  }

  /// Throws when a value has another type than it should.
  init(from decoder: any Decoder) throws {
    try decoder.allow(CodingKeys.self)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    supplier = try values.decode(String.self, forKey: .supplier)
    store = try values.decodeIfPresent(String.self, forKey: .store)
    run = try values.decodeIfPresent(String.self, forKey: .run)
  }

  /// The store to look at; nil for all that may be seen.
  func storeID() throws(HTTPProblem) -> UUIDBytes? {
    guard let store else { return nil }
    guard let id = UUIDBytes(store) else { throw .badRequest("'store_id' must be a store's id.") }
    return id
  }
}

/// Any key of a JSON object.
private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// Throws `HTTPProblem` when there is another key than these: a misspelt limit is none.
  fileprivate func allow<Key: CodingKey & CaseIterable>(_ known: Key.Type) throws {
    let names = known.allCases.map(\.stringValue)
    let keys = try container(keyedBy: AnyKey.self).allKeys
    guard keys.allSatisfy({ names.contains($0.stringValue) }) else {
      throw HTTPProblem.badRequest("Unknown key. Valid keys: \(names.joined(separator: ", ")).")
    }
  }
}
