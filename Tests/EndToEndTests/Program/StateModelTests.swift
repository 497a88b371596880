import Foundation
import Testing

/// The promise of the state: whatever dies, is deleted or moved, nothing that was acknowledged is
/// missing without a message that says what to do.
struct StateModelTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// `STATE_MODEL_KILLS` makes it longer, `STATE_MODEL_SEED` takes the same steps again.
  @Test func `random steps and kills lose, double and halve nothing`() throws {
    let kills = Self.number("STATE_MODEL_KILLS").map { Int($0) } ?? 20
    let seed = Self.number("STATE_MODEL_SEED") ?? .random(in: 0..<1_000_000)
    let begun = ContinuousClock.now
    let database = try StateDriver.database()
    let receiver = try FaultReceiver { number, _ in
      number % 11 == 3 ? .status(503) : number % 13 == 5 ? .loseAnswer : .status(200)
    }
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      let driver = try StateDriver(place, database, receiver, seed: seed)
      defer { driver.stopSite() }
      do {
        try driver.begin()
        while driver.kills < kills { try driver.step() }
        try driver.end()
      } catch {
        Issue.record("seed \(seed), after \(driver.steps.suffix(12)): \(error)")
      }
      print(
        "state model: seed \(seed), \(driver.steps.count) steps, \(driver.kills) kills"
          + " (\(driver.killed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })),"
          + " \(driver.acknowledged) acknowledged, \(ContinuousClock.now - begun)")
    }
  }
}
