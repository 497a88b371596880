import Alerts
import Crypto
import Foundation
import NIOHTTP1
import Reports
import StateStore
import Synchronization
import TestSupport
import Testing

/// Deliveries to a service of the test's own.
struct DeliveryTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  private func withState<Result>(_ body: (StateDatabase) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body(try StateDatabase(folder: $0)) }
  }

  /// Writes events, each in the lane of its tens.
  private func write(_ numbers: ClosedRange<Int>, in state: StateDatabase) throws {
    try state.changeAlerts { alerts in
      for number in numbers {
        _ = try alerts.enqueue(
          OutboxEvent(
            id: UUIDBytes(high: 1, low: UInt64(number)), endpoint: "notification", type: "test",
            lane: Array("\(number / 10)".utf8), contentType: "application/json",
            body: Array(#"{"data":{"number":\#(number)}}"#.utf8)),
          at: now)
      }
    }
  }

  private var now: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  private func deliver(
    _ state: StateDatabase, to receiver: FaultReceiver, token: String? = nil,
    resumes: Bool = false, budget: Duration = .seconds(20), giveUpAfter: Int = 3_600
  ) throws -> DeliveryResult {
    let endpoint = try Endpoint(
      .notification, base: receiver.url, path: "/events", token: token.map { Secret($0) },
      secrets: [Secret(Self.secret)], allowsPlainToken: true)
    var policy = DeliveryPolicy()
    policy.budget = budget
    policy.timeout = .seconds(2)
    policy.giveUpAfter = giveUpAfter
    policy.backoff.base = 20_000
    return try #require(
      try Delivery(state, to: [endpoint], policy: policy).run(resumes: resumes).first)
  }

  @Test func `an event is sent with the headers of the specification, signed over its bytes`()
    throws
  {
    try withState { state in
      let receiver = try FaultReceiver()
      try write(1...1, in: state)
      let result = try deliver(state, to: receiver, token: "t0ken")
      #expect(result.delivered == 1 && result.isComplete)
      let request = try #require(receiver.all.first)
      #expect(receiver.all.count == 1)
      #expect(request.uri == "/events")
      let id = "00000000-0000-0001-0000-000000000001"
      #expect(request.id == id)
      #expect(request.headers["Idempotency-Key"] == ["\"\(id)\""])
      #expect(request.headers["Authorization"] == ["Bearer t0ken"])
      #expect(request.headers["Content-Type"] == ["application/json"])
      let timestamp = try #require(request.headers.first(name: "webhook-timestamp"))
      #expect(abs((Int64(timestamp) ?? 0) - now.microseconds / 1_000_000) < 10)
      let key = try #require(Data(base64Encoded: String(Self.secret.dropFirst(6))))
      let code = HMAC<SHA256>.authenticationCode(
        for: Data("\(id).\(timestamp).".utf8) + Data(request.body), using: SymmetricKey(data: key))
      #expect(
        request.headers["webhook-signature"] == ["v1,\(Data(code).base64EncodedString())"])
    }
  }

  @Test(
    .enabled(
      if: TestPython.module("standardwebhooks") != nil, "standardwebhooks is not installed"))
  func `an independent library verifies the signature`() throws {
    let check = """
      import json, sys
      from standardwebhooks.webhooks import Webhook
      given = json.load(sys.stdin)
      print(Webhook(given["secret"]).verify(given["body"], given["headers"]))
      """
    try withState { state in
      let receiver = try FaultReceiver()
      try write(7...7, in: state)
      _ = try deliver(state, to: receiver)
      let request = try #require(receiver.all.first)
      let given = try JSONSerialization.data(withJSONObject: [
        "secret": Self.secret, "body": String(decoding: request.body, as: UTF8.self),
        "headers": Dictionary(
          request.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
      ])
      let text = try ChildProcess.run(TestPython.path, ["-c", check], input: given).text
      #expect(text == "{'data': {'number': 7}}\n")
    }
  }

  @Test func `whatever fails is sent again, byte for byte`() throws {
    try withState { state in
      let receiver = try FaultReceiver { number, _ in
        switch number {
        case 0: .status(500)
        case 1: .loseAnswer
        case 2: .cutAnswer
        case 3: .drip
        case 4: .hang
        case 5: .status(302, header: ("Location", "/elsewhere"))
        case 6: .status(408)
        case 7: .status(409)
        default: .status(200)
        }
      }
      try write(1...1, in: state)
      let result = try deliver(state, to: receiver)
      #expect(result.delivered == 1 && result.failures == 7, "\(result)")
      #expect(receiver.all.count == 8)
      #expect(Set(receiver.all.map(\.id)).count == 1)
      #expect(Set(receiver.all.map(\.body)).count == 1)
      #expect(receiver.all.allSatisfy { $0.uri == "/events" }, "a redirect was followed")
    }
  }

  @Test func `the order of a lane is kept through failures, others go on`() throws {
    try withState { state in
      let failed = Mutex(0)
      // The first event of the first lane fails five times.
      let receiver = try FaultReceiver { _, request in
        guard request.data["number"] as? Int == 1 else { return .status(200) }
        return failed.withLock { failed in
          failed += 1
          return .status(failed <= 5 ? 500 : 200)
        }
      }
      try write(1...99, in: state)
      #expect(try deliver(state, to: receiver).isComplete)
      let numbers = receiver.processed.compactMap { $0.data["number"] as? Int }
      #expect(numbers.sorted() == Array(1...99))
      for lane in 0..<10 {
        let ofLane = numbers.filter { $0 / 10 == lane }
        #expect(ofLane == ofLane.sorted(), "lane \(lane)")
      }
      #expect(try #require(numbers.firstIndex(of: 1)) > 10, "the others waited")
    }
  }

  @Test func `what is refused for good is a dead letter, which can be replayed`() throws {
    try withState { state in
      let isRepaired = Mutex(false)
      let receiver = try FaultReceiver { _, request in
        let isBad = request.data["number"] as? Int == 1 && !isRepaired.withLock { $0 }
        return .status(isBad ? 422 : 200)
      }
      try write(1...3, in: state)
      let result = try deliver(state, to: receiver)
      #expect(result.dead == 1 && result.delivered == 2 && !result.isComplete)
      let dead = try state.deadEvents(limit: 10)
      #expect(dead.map(\.event.id.low) == [1])
      #expect(dead.first?.lastError == "answered 422")
      isRepaired.withLock { $0 = true }
      #expect(try state.replay([UUIDBytes(high: 9, low: 9)], at: now) == 0)
      #expect(try state.replay(dead.map(\.event.id), at: now) == 1)
      #expect(try deliver(state, to: receiver).delivered == 1)
      #expect(receiver.all.first?.body == receiver.all.last?.body)
      #expect(receiver.all.first?.id == receiver.all.last?.id)
    }
  }

  @Test func `an event is given up after a time`() throws {
    try withState { state in
      let receiver = try FaultReceiver { _, _ in .status(500) }
      try write(1...1, in: state)
      let result = try deliver(state, to: receiver, giveUpAfter: 1)
      #expect(result.dead == 1)
      #expect(receiver.all.count > 1)
    }
  }

  @Test func `410 stops the endpoint until it is resumed`() throws {
    try withState { state in
      let isGone = Mutex(true)
      let receiver = try FaultReceiver { _, _ in .status(isGone.withLock { $0 } ? 410 : 200) }
      try write(1...99, in: state)
      let result = try deliver(state, to: receiver)
      #expect(result.isStopped && result.pending == 99 && !result.isComplete)
      let asked = receiver.all.count
      #expect(asked <= 10, "one request a lane")
      isGone.withLock { $0 = false }
      #expect(try deliver(state, to: receiver).isStopped)
      #expect(receiver.all.count == asked, "it was asked again")
      #expect(try state.endpoint("notification").stoppedAt != nil)
      #expect(try deliver(state, to: receiver, resumes: true).isComplete)
      #expect(try state.endpoint("notification").stoppedAt == nil)
    }
  }

  @Test func `Retry-After holds everything for that service back`() throws {
    try withState { state in
      let receiver = try FaultReceiver { number, _ in
        number == 0 ? .status(429, header: ("Retry-After", "2")) : .status(200)
      }
      // One lane, so that nothing else is under way.
      try write(1...9, in: state)
      let clock = ContinuousClock()
      let began = clock.now
      #expect(try deliver(state, to: receiver).isComplete)
      let time = clock.now - began
      #expect(time >= .seconds(1.9), "\(time)")
      #expect(receiver.all.count == 10)
    }
  }

  @Test func `what the budget does not allow waits for the next run`() throws {
    try withState { state in
      let receiver = try FaultReceiver { _, _ in
        .status(503, header: ("Retry-After", "3600"))
      }
      try write(1...9, in: state)
      let began = ContinuousClock.now
      let result = try deliver(state, to: receiver, budget: .seconds(600))
      let time = ContinuousClock.now - began
      #expect(result.pending == 9 && result.dead == 0)
      #expect(result.lastError == "answered 503")
      // Not before an hour: there is no sense in waiting for the end of the budget.
      #expect(time < .seconds(60), "\(time)")
      _ = try deliver(state, to: receiver)
      #expect(receiver.all.count == 1, "the service was asked before it wished")
    }
  }

  @Test func `nobody listens`() throws {
    try withState { state in
      let receiver = try FaultReceiver()
      receiver.close()
      try write(1...50, in: state)
      let result = try deliver(state, to: receiver, budget: .seconds(1))
      #expect(result.pending == 50 && result.delivered == 0)
      #expect(result.lastError?.contains("connection") == true)
      try receiver.open()
      #expect(try deliver(state, to: receiver).isComplete)
    }
  }

  @Test func `no secret is in the state`() throws {
    try withTemporaryFolder { folder in
      let state = try StateDatabase(folder: folder)
      let receiver = try FaultReceiver { number, _ in .status(number == 0 ? 500 : 200) }
      try write(1...1, in: state)
      _ = try deliver(state, to: receiver, token: "t0ken-s3cret")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
        #expect(bytes.range(of: Data("t0ken-s3cret".utf8)) == nil, "\(name)")
        #expect(bytes.range(of: Data(Self.secret.dropFirst(6).utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func `Thousands go through, each once`() throws {
    try withState { state in
      let receiver = try FaultReceiver()
      // Each its own lane.
      try state.changeAlerts { alerts in
        for number in 1...3_000 {
          _ = try alerts.enqueue(
            OutboxEvent(
              id: UUIDBytes(high: 2, low: UInt64(number)), endpoint: "notification",
              type: "test", lane: Array("\(number)".utf8), contentType: "application/json",
              body: Array(repeating: 0x20, count: 500)),
            at: now)
        }
      }
      #expect(try deliver(state, to: receiver, budget: .seconds(600)).delivered == 3_000)
      #expect(Set(receiver.all.map(\.id)).count == 3_000)
      #expect(receiver.all.count == 3_000)
    }
  }
}
