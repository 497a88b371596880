import Reports
import RunStore
import Testing

@testable import ReorderReview

@Suite struct ReviewSizeTests {
  @Test func `a night of twenty thousand suggestions is taken over in seconds`() throws {
    let test = try TestDesk()
    let all = (0..<20_000).map { number in
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
    let page = try clock.measure {
      #expect(try test.desk.suppliers(test.desk.query(for: .anna, limit: 0)).count == 1)
      var query = test.desk.query(for: .anna, limit: 100)
      query.supplier = supplierOne
      query.offset = 10_000
      #expect(try test.desk.lines(query).count == 100)
    }
    let bulk = try clock.measure {
      #expect(
        try test.desk.approveAll(supplier: supplierOne, run: "run-3", by: .anna).approved == 20_000)
    }
    // Far above what it takes, for machines that are busy with other tests.
    #expect(max(first, same, others, bulk) < .seconds(60), "\(first) \(same) \(others) \(bulk)")
    #expect(page < .seconds(5))
    print("night", first, "same", same, "others", others, "page", page, "bulk", bulk)
  }
}
