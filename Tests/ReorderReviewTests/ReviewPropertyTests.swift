import StateStore
import TestSupport
import Testing
import Values

@testable import ReorderReview

/// Random nights, decisions and exports by two buyers.
@Suite struct ReviewPropertyTests {
  @Test(arguments: 0..<8)
  func `nothing is ordered twice, no decision is lost, and the audit log tells how it came about`(
    _ seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let test = try TestReview()
    let skus = ["A", "B", "C", "D", "E", "F"]
    var expected: [Int64: DecisionRecord] = [:]
    var decisions = 0
    try test.night(skus.map { suggestion($0) })
    for step in 0..<120 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        test.passDays(Int.random(in: 0...4, using: &random))
        let before = try lines(test)
        try test.night(
          skus.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }.map {
            suggestion($0, Int64.random(in: 20...30, using: &random))
          })
        for (id, line) in try lines(test) where line.record != before[id]?.record {
          // A run takes back two things only: a dismissal, and what was ordered and is not needed.
          let was = before[id]?.record.decision.state
          #expect(was == .dismissed || (was == .ordered && !line.isSuggested), "step \(step)")
          expected[id] = line.record
        }
        for line in try lines(test).values where line.record.decision.state == .ordered {
          #expect(line.isSuggested, "step \(step)")
        }
      case 1:
        let buyer = Bool.random(using: &random) ? Reviewer.anna : .boon
        let ready = try test.service.exportable(supplier: supplierOne, for: buyer).ready
        do {
          let made = try test.service.export(supplier: supplierOne, key: "\(step)", by: buyer)
          #expect(made.order.lines == ready.lines)
          for (id, line) in try lines(test) where line.record.decision.order == made.order.id {
            expected[id] = line.record
          }
        } catch ReviewError.nothingToExport {
          #expect(ready.lines == 0)
        }
      default:
        let buyer = Bool.random(using: &random) ? Reviewer.anna : .boon
        guard let line = try test.lines(buyer).randomElement(using: &random) else { continue }
        let old = Int.random(in: 0..<4, using: &random) == 0
        do {
          let changed = try test.service.decide(
            line.id, version: line.version - (old ? 1 : 0), choice(test, &random), by: buyer)
          #expect(!old)
          expected[line.id] = changed.record
          decisions += 1
        } catch is ReviewError {}
      }
      for (id, line) in try lines(test) {
        #expect(line.record == expected[id] ?? .open, "seed \(seed), step \(step)")
      }
    }
    #expect(decisions > 20)
    try checkAuditLog(test)
    try checkOrders(test)
  }

  private func lines(_ test: TestReview) throws -> [Int64: ReviewLine] {
    let all = try test.service.state.readReview(of: test.service.output) { try $0.allLines() }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
  }

  private func choice(_ test: TestReview, _ random: inout SeededRandom) -> Choice {
    switch Int.random(in: 0..<7, using: &random) {
    case 0...2:
      .approve(quantity: Int64.random(in: 1...40, using: &random) * 1_000, reason: "because")
    case 3: .dismiss(reason: "no")
    case 4: .snooze(until: test.service.today.advanced(by: 2), reason: "")
    case 5: .undo
    default: .reopen(reason: "lost")
    }
  }

  /// Replays the audit log: each entry begins where the one before it ended, and the last is now.
  private func checkAuditLog(_ test: TestReview) throws {
    var records: [Int64: DecisionRecord] = [:]
    var versions: [Int64: Int64] = [:]
    for event in try test.service.events(for: .anna, limit: 100_000).map(\.event).reversed() {
      guard let line = event.line else { continue }
      #expect(event.before == records[line] ?? .open)
      #expect(event.version ?? 0 > versions[line] ?? 1)
      records[line] = event.after
      versions[line] = event.version
    }
    for (id, line) in try lines(test) { #expect(line.record == records[id] ?? .open) }
  }

  /// Each approval is in one order at most: between two orders of a line it was opened again.
  private func checkOrders(_ test: TestReview) throws {
    var ordered: Set<Int64> = []
    for event in try test.service.events(for: .anna, limit: 100_000).map(\.event).reversed() {
      guard let line = event.line else { continue }
      switch event.kind {
      case .exported: #expect(ordered.insert(line).inserted)
      case .closed, .reopened: #expect(ordered.remove(line) != nil)
      default: #expect(!ordered.contains(line))
      }
    }
  }
}
