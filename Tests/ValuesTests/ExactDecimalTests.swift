import TestSupport
import Testing
import Values

@Suite struct ExactDecimalTests {
  @Test(
    arguments: [
      (5, 2, 3), (-5, 2, -3), (5, -2, -3), (-5, -2, 3), (4, 3, 1), (-4, 3, -1), (1, 3, 0),
      (-1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0), (7, 7, 1), (1, 2, 1), (-1, 2, -1),
      (.max, 2, Int128.max / 2 + 1), (.min, 2, .min / 2), (.max, .max, 1), (.max, .min, -1),
      (.min, .max, -1), (.max / 2, .max, 0), (.max / 2 + 1, .max, 1), (.min, 1, .min),
      (.max - 1, .min, -1), (.min / 2, .min, 1), (.min / 2 + 1, .min, 0),
    ] as [(Int128, Int128, Int128)])
  func `a quotient is rounded half away from zero`(
    dividend: Int128, divisor: Int128, expected: Int128
  ) {
    #expect(ExactDecimal.divide(dividend, by: divisor) == expected)
  }

  @Test func `a value is the quantity times the price, to the cent`() {
    #expect(ExactDecimal.value(quantity: 1_500, price: 1_01) == 1_52)
    #expect(ExactDecimal.value(quantity: -1_500, price: 1_01) == -1_52)
    #expect(ExactDecimal.value(quantity: 5, price: 1_00) == 1)
    #expect(ExactDecimal.value(quantity: 4, price: 1_00) == 0)
    #expect(ExactDecimal.value(quantity: -5, price: 1_00) == -1)
    #expect(
      ExactDecimal.value(quantity: .max, price: .max)
        == 85_070_591_730_234_615_847_396_907_784_232_501)
    #expect(
      ExactDecimal.value(quantity: .min, price: .min)
        == 85_070_591_730_234_615_865_843_651_857_942_053)
    #expect(ExactDecimal.value(quantity: .min, price: 1) == -9_223_372_036_854_776)
  }

  @Test func `a value equals the wide arithmetic for any quantity and price`() {
    var random = SeededRandom(of: "DECIMAL_SEED")
    for _ in 0..<10_000 {
      let bits = Int64.random(in: 0..<63, using: &random)
      let quantity = Int64.random(in: .min ... .max, using: &random) >> bits
      let price = Int64.random(in: .min ... .max, using: &random) >> (63 - bits)
      #expect(
        ExactDecimal.value(quantity: quantity, price: price)
          == ExactDecimal.divide(Int128(quantity) * Int128(price), by: 1000))
    }
  }

  @Test func `a square root is the floor of the root`() {
    for root in [0, 1, 2, 3, 1000, UInt128(UInt64.max) - 1, UInt128(UInt64.max)] {
      #expect(ExactDecimal.squareRoot(root * root) == root)
      if root > 1 { #expect(ExactDecimal.squareRoot(root * root - 1) == root - 1) }
      #expect(ExactDecimal.squareRoot(root * root + root) == root)
    }
    #expect(ExactDecimal.squareRoot(.max) == UInt128(UInt64.max))
    var random = SeededRandom(of: "DECIMAL_SEED")
    for _ in 0..<10_000 {
      let bits = UInt128.random(in: 0..<128, using: &random)
      let value = UInt128.random(in: 0 ... .max, using: &random) >> bits
      let root = ExactDecimal.squareRoot(value)
      #expect(root * root <= value)
      #expect(root == UInt128(UInt64.max) || (root + 1) * (root + 1) > value)
    }
  }

  @Test func `what is written is read back as it was`() {
    var random = SeededRandom(of: "DECIMAL_SEED")
    let limit = ExactDecimal.powerOfTen(38)
    for _ in 0..<10_000 {
      let scale = Int.random(in: 0...18, using: &random)
      let wide = Int128.random(in: -limit + 1...limit - 1, using: &random)
      let value = wide / ExactDecimal.powerOfTen(Int.random(in: 0...37, using: &random))
      let text = ExactDecimal.text(value, scale: scale)
      #expect(ExactDecimal.parse(text, scale: scale) == value)
      #expect(text.split(separator: ".").dropFirst().first?.count ?? 0 == scale)
    }
  }

  @Test(
    arguments: [
      (0, 3, "0.000"), (-1, 3, "-0.001"), (1, 0, "1"), (-12_345, 2, "-123.45"), (5, 1, "0.5"),
      (.max, 0, "170141183460469231731687303715884105727"),
      (.min, 2, "-1701411834604692317316873037158841057.28"),
      (1, 38, "0.00000000000000000000000000000000000001"),
    ] as [(Int128, Int, String)])
  func `text has exactly the digits of its scale`(value: Int128, scale: Int, text: String) {
    #expect(ExactDecimal.text(value, scale: scale) == text)
  }

  @Test(
    arguments: [
      ("1.5", 3, 1500), ("+1.5", 3, 1500), ("-.5", 3, -500), ("007", 0, 7), ("-0", 2, 0),
      ("1.", 3, nil), ("", 3, nil), ("-", 3, nil), (".", 3, nil), ("1.2345", 3, nil),
      ("1e3", 3, nil), ("1,5", 3, nil), (" 1", 3, nil), ("NaN", 3, nil), ("1.2.3", 3, nil),
      ("--1", 3, nil), ("١", 0, nil),
      (
        "99999999999999999999999999999999999999", 0,
        99_999_999_999_999_999_999_999_999_999_999_999_999
      ),
      ("99999999999999999999999999999999999999", 1, nil),
      ("999999999999999999999999999999999999999", 0, nil),
    ] as [(String, Int, Int128?)])
  func `parsing takes plain decimals and nothing else`(
    text: String, scale: Int, expected: Int128?
  ) {
    #expect(ExactDecimal.parse(text, scale: scale) == expected)
  }

  @Test func `a scale that shrinks rounds, one that grows is exact`() {
    #expect(ExactDecimal.rescale(1_234_500, from: 6, to: 3) == 1_235)
    #expect(ExactDecimal.rescale(-1_234_500, from: 6, to: 3) == -1_235)
    #expect(ExactDecimal.rescale(1_234_499, from: 6, to: 3) == 1_234)
    #expect(ExactDecimal.rescale(-7, from: 0, to: 6) == -7_000_000)
  }
}
