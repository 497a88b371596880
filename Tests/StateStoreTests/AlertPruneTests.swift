import Foundation
import StateStore
import Testing
import Values

/// What is forgotten of alerts, and what never is.
struct AlertPruneTests {
  private static let day: Int64 = 86_400_000_000

  private func event(_ number: UInt64) -> OutboxEvent {
    OutboxEvent(
      id: UUIDBytes(high: 1, low: number), endpoint: "notification", type: "t",
      lane: Array("\(number)".utf8), contentType: "text/plain", body: [])
  }

  @Test func `what was given up goes with its days, what waits never`() throws {
    let folder = NSTemporaryDirectory() + "run-store-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let state = try StateDatabase(folder: folder)
    func instant(_ day: Int64) -> Instant { Instant(microseconds: day * Self.day) }
    // On each of the first hundred days one is delivered, one given up, and one goes on waiting.
    try state.changeAlerts { alerts in
      for number in 0..<300 as Range<UInt64> {
        #expect(try alerts.enqueue(event(number), at: instant(Int64(number) / 3)))
      }
      _ = try alerts.add(AlertMute(product: "a", until: instant(10)), at: instant(0))
      _ = try alerts.add(AlertMute(product: "b", until: instant(60)), at: instant(0))
      _ = try alerts.add(AlertMute(product: "c", until: nil), at: instant(0))
    }
    let due = try state.dueEvents(of: "notification", at: instant(200), limit: 1_000)
    #expect(due.count == 300)
    let endings = due.filter { $0.sequence % 3 != 0 }.map { event in
      DeliveryRecord(
        sequence: event.sequence, at: event.createdAt,
        ending: event.sequence % 3 == 1 ? .delivered : .dead, error: nil)
    }
    try state.record(endings, of: EndpointRecord(name: "notification"))
    let before = try state.endpoint("notification")
    let gone = try state.changeAlerts { alerts in
      try alerts.forgetEndedMutes(before: instant(50))
      return try alerts.forgetDead(before: instant(50))
    }
    #expect(gone == 50)
    let after = try state.endpoint("notification")
    #expect(after.pending == before.pending)
    #expect(after.dead == before.dead - 50)
    #expect(try state.readAlerts { try $0.mutes(at: instant(0)) }.map(\.product) == ["b", "c"])
    // What is remembered is not written again.
    try state.changeAlerts { (alerts) throws in
      #expect(try alerts.enqueue(event(200), at: instant(100)) == false)
    }
  }
}
