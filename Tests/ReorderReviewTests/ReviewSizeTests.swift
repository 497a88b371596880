import Reports
import RunStore
import Testing

@testable import ReorderReview

@Suite struct ReviewSizeTests {
  @Test func `a night of four thousand suggestions is taken over in seconds`() throws {
    let test = try TestDesk()
    let all = (0..<4_000).map { number in
      suggestion("S\(number)", Int64(10 + number % 7), store: UInt64(number % 40))
    }
    let clock = ContinuousClock()
    let first = try clock.measure { try test.night(all) }
    let same = try clock.measure { try test.night(all) }
    let others = try clock.measure {
      try test.night(
        all.map { suggestion in
          var other = suggestion
          other.figures.suggested += 1_000
          return other
        })
    }
    var query = test.desk.query(for: .anna, limit: 100)
    query.supplier = supplierOne
    query.offset = 3_000
    let asked = clock.now
    let suppliers = try test.desk.suppliers(query)
    let lines = try test.desk.lines(query)
    let page = asked.duration(to: clock.now)
    #expect(suppliers.count == 1)
    #expect(lines.count == 100)
    let began = clock.now
    let result = try test.desk.approveAll(supplier: supplierOne, run: "run-3", by: .anna)
    let bulk = began.duration(to: clock.now)
    #expect(result.approved == 4_000)
    // Far above what it takes, for machines that are busy with other tests.
    #expect(max(first, same, others, bulk) < .seconds(30), "\(first) \(same) \(others) \(bulk)")
    #expect(page < .seconds(5), "\(page)")
  }
}
