import Dispatch
import Foundation
import StateStore
import Synchronization
import Values

/// Sends one marked event to a service, to see whether it takes it.
package struct EndpointTest: Sendable {
  /// What was sent, line by line as HTTP has it, with the token masked.
  package var request: [String]
  /// What came back, in the same way.
  package var response: [String]
  /// Why it is no success; nil when it is.
  package var problem: String?

  /// Sends the event and waits for the answer; blocks the thread.
  package init(_ endpoint: Endpoint, envelope: AlertPolicy.Envelope, timeout: Duration) {
    let sender = EventSender(connections: 1, timeout: timeout)
    defer { sender.close() }
    let now = Instant.now
    var data = JSONObject()
    data.add("test", true)
    data.add("message", "A test by 'inventory-reports alerts test': there is nothing to do.")
    let event = AlertEvent(
      kind: .test, id: EventIdentity.id(AlertEvent.Kind.test.rawValue, [UUID().uuidString]),
      timestamp: now, lane: [], data: data
    ).written(envelope, for: endpoint.name)
    request = ["POST \(endpoint.place) HTTP/1.1"]
    for (name, value) in sender.headers(of: event, to: endpoint, at: now) {
      request.append("\(name): \(name == "Authorization" ? "Bearer ***" : value)")
    }
    request += ["", String(decoding: event.body, as: UTF8.self)]
    let reply = Mutex<Reply?>(nil)
    let bell = DispatchSemaphore(value: 0)
    sender.send(event, to: endpoint, at: now, keeping: 2_048) { came in
      reply.withLock { $0 = came }
      bell.signal()
    }
    bell.wait()
    let came = reply.withLock { $0 } ?? Reply(answer: .failed("no answer"))
    problem = came.answer.problem
    response = []
    if case .status(let status, _) = came.answer { response.append("HTTP/1.1 \(status)") }
    response += came.headers.map { "\($0.name): \($0.value)" }
    if !came.body.isEmpty { response += ["", String(decoding: came.body, as: UTF8.self)] }
    // A service may echo what it was sent.
    if let token = endpoint.token, !token.text.isEmpty {
      response = response.map { $0.replacing(token.text, with: "***") }
    }
  }
}
