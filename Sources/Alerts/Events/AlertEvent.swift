import StateStore
import Values

/// One event before it has an envelope.
struct AlertEvent {
  /// What happened.
  enum Kind: String {
    case lowStock = "inventory.low_stock_alert"
    case resolved = "inventory.low_stock_resolved"
    case digest = "inventory.low_stock_digest"
    case dataStale = "inventory.data_stale"
    case massChange = "inventory.mass_change_held"
    case reorder = "inventory.reorder_suggestion"
    case valueChanged = "inventory.value_changed"
    case test = "inventory.test"
  }

  var kind: Kind
  var id: UUIDBytes
  /// What the event is about: the time of the snapshot.
  var timestamp: Instant
  /// What must arrive in order has the same lane.
  var lane: [UInt8]
  var data: JSONObject

  /// The event as it is sent, in every attempt.
  func written(_ envelope: AlertPolicy.Envelope, for endpoint: EndpointName) -> OutboxEvent {
    var object = JSONObject()
    let contentType: String
    switch envelope {
    case .plain:
      contentType = "application/json"
      object.add("event_type", kind.rawValue)
      object.add("event_id", id)
      object.add("timestamp", timestamp.wholeSeconds.description)
    case .cloudevents:
      contentType = "application/cloudevents+json"
      object.add("specversion", "1.0")
      object.add("id", id)
      object.add("source", "/inventory-reports")
      object.add("type", kind.rawValue)
      object.add("time", timestamp.wholeSeconds.description)
      object.add("datacontenttype", "application/json")
    }
    object.add("data", data)
    return OutboxEvent(
      id: id, endpoint: endpoint.rawValue, type: kind.rawValue, lane: lane,
      contentType: contentType, body: object.text)
  }

  /// The lane of the events of a product in a store.
  static func lane(product: UUIDBytes, store: UUIDBytes) -> [UInt8] {
    var lane: [UInt8] = []
    lane += product.bytes
    lane += store.bytes
    return lane
  }
}

/// The services that events go to.
package enum EndpointName: String, CaseIterable, Sendable {
  /// Who tells people what is low.
  case notification
  /// Who orders.
  case purchase
  /// Who keeps the books.
  case finance
}
