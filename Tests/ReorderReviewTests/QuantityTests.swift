import Reports
import StateStore
import TestSupport
import Testing
import Values

@testable import ReorderReview

@Suite struct QuantityTests {
  @Test(arguments: [
    ("24", 24_000), (" 24 ", 24_000), ("0.5", 500), ("24.000", 24_000),
    ("9999999.999", 9_999_999_999),
  ])
  func `what a person writes is read exactly`(_ text: String, _ expected: Int64) throws {
    #expect(try OrderQuantity.parse(text) == expected)
  }

  @Test(arguments: ["", "x", "1,5", "1e3", "0.0001", "-1", "0", "10000000", "NaN", "٣", "1 2"])
  func `anything else is refused`(_ text: String) {
    #expect(throws: QuantityProblem.self) { try OrderQuantity.parse(text) }
  }

  @Test func `packs and minimums are kept, and what would do is named`() throws {
    let terms = OrderTerms(pack: 12_000, minimum: 20_000)
    try OrderQuantity.check(24_000, terms)
    #expect(throws: QuantityProblem.belowMinimum(20_000, next: 24_000)) {
      try OrderQuantity.check(12_000, terms)
    }
    #expect(throws: QuantityProblem.brokenPack(12_000, below: 24_000, above: 36_000)) {
      try OrderQuantity.check(30_000, terms)
    }
    #expect(throws: QuantityProblem.brokenPack(12_000, below: nil, above: 24_000)) {
      try OrderQuantity.check(21_000, terms)
    }
  }

  @Test func `what is proposed can always be ordered`() throws {
    var generator = SeededRandom(seed: 1)
    for _ in 0..<20_000 {
      let terms = OrderTerms(
        pack: Int64.random(in: 1...50_000, using: &generator),
        minimum: Int64.random(in: 0...100_000, using: &generator))
      do {
        try OrderQuantity.check(Int64.random(in: 1...200_000, using: &generator), terms)
      } catch QuantityProblem.belowMinimum(_, let next) {
        try OrderQuantity.check(next, terms)
      } catch QuantityProblem.brokenPack(_, let below, let above) {
        if let below { try OrderQuantity.check(below, terms) }
        try OrderQuantity.check(above, terms)
      }
    }
  }

  @Test func `a line keeps the terms of its run, and any quantity where it has none`() throws {
    let test = try TestReview()
    try test.night([suggestion("A", pack: 12_000), suggestion("B", pack: nil)])
    #expect(try test.line("A").terms == OrderTerms(pack: 12_000, minimum: 0))
    #expect(throws: ReviewError.self) {
      try test.decide("A", .approve(quantity: 25_000, reason: "more"))
    }
    #expect(try test.line("B").terms == nil)
    try test.decide("B", .approve(quantity: 25_001, reason: "more"))
    let version = try test.line("B").version
    try test.night([suggestion("A", pack: 5_000), suggestion("B", pack: 12_000)])
    // Terms that become known are no change of the line: nobody's form is refused for them.
    #expect(try test.line("B").terms == OrderTerms(pack: 12_000, minimum: 0))
    #expect(try test.line("B").version == version)
    try test.decide("A", .approve(quantity: 25_000, reason: "more"))
    let export = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    #expect(export.order.lines == 1)
    #expect(export.leftOut.map(\.line.labels.sku) == ["B"])
  }

  @Test(arguments: [
    (24_000, "24"), (1_234_567_500, "1,234,567.5"), (-500, "-0.5"), (0, "0"), (1, "0.001"),
  ])
  func `a quantity is shown without idle zeros`(_ value: Int64, _ text: String) {
    #expect(OrderQuantity.text(value) == text)
  }
}
