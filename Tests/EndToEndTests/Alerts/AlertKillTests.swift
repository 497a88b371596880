import Foundation
import Postgres
import StateStore
import Synchronization
import Testing
import TestServers

/// The promise of alerts: whatever happens to the service and to the sender, each change arrives,
/// and in order.
struct AlertKillTests {
  /// Chooses how a request is answered: most are well.
  private static func behaviour() -> FaultReceiver.Behaviour {
    switch Int.random(in: 0..<1_000) {
    case 0..<50: .status(500)
    case 50..<52: .status(429, header: ("Retry-After", "1"))
    case 52..<92: .loseAnswer
    case 92..<132: .cutAnswer
    case 132..<142: .drip
    case 142..<152: .hang
    default: .status(200)
    }
  }

  @Test(.timeLimit(.minutes(3)))
  func `a killed sender and a failing service lose nothing and mix nothing up`() throws {
    let products = 800
    let database = try AlertPlace.database(products: products)
    let receiver = try FaultReceiver { _, _ in Self.behaviour() }
    var kills = 0
    var runs = 0
    let began = ContinuousClock.now
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      let folder = place.folder + "/state"
      #expect(try place.run("alerts", "run").code == 0)
      for (onHand, state) in [(10, StockState.low), (0, .outOfStock), (90, .ok)] {
        try AlertPlace.set(onHand: onHand, in: database)
        // Once it is decided, the deliveries are killed.
        var tries = 0
        repeat {
          tries += 1
          let program = try place.start(["alerts", "run"])
          runs += 1
          let life = Duration.milliseconds(Int.random(in: 50...1_500))
          let end = ContinuousClock.now + life
          while program.isRunning, .now < end { Thread.sleep(forTimeInterval: 0.005) }
          if program.isRunning { kills += 1 }
          program.send(SIGKILL)
          _ = try program.wait()
          if Bool.random() {
            receiver.close()
            Thread.sleep(forTimeInterval: 0.05)
            try receiver.open()
          }
        } while try tries < 3 || StateDatabase(folder: folder).stateCounts() != [state: products]
      }
      var code: Int32 = 3
      while code != 0 {
        code = try place.run("alerts", "run").code
        runs += 1
        try #require(code == 0 || code == 3)
      }
    }
    let seconds = ContinuousClock.now - began
    let processed = receiver.processed
    var first: [String: [String]] = [:]
    var ids: Set<String> = []
    for request in processed where ids.insert(request.id).inserted {
      let data = request.data
      first[data["product_id"] as? String ?? "", default: []]
        .append(data["status"] as? String ?? "")
    }
    print(
      "alerts under fault: \(products * 3) events, \(receiver.all.count) requests,"
        + " \(processed.count) processed, \(processed.count - ids.count) of them again,"
        + " \(kills) of \(runs) runs killed, \(seconds)")
    #expect(ids.count == products * 3)
    #expect(first.count == products)
    #expect(first.values.allSatisfy { $0 == ["low", "out_of_stock", "ok"] })
    #expect(kills > 3)
    #expect(receiver.all.count > processed.count)
    // The same id means the same bytes, always.
    let bodies = Dictionary(grouping: receiver.all, by: \.id).values
    #expect(bodies.allSatisfy { Set($0.map(\.body)).count == 1 })
    #expect(seconds < .seconds(100), "\(seconds)")
  }
}
