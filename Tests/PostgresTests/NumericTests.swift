import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct NumericTests {
  private static let tricky = [
    "0", "0.00", "-0.5", "0.5", "1", "-1", "10000", "9999", "99999999.99", "-99999999.99", "0.0001",
    "0.00000001", "123456789012345678901234567890", "-123456789012345678901234567.891",
    "9999999.999", "1e20", "1e-8", "12345678.12345678", "100000000", "0.1", "0.01", "0.001",
    "1000000000000000000", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "92233720368547758.07", "-92233720368547758.08", "10000.0001", "99990000", "0.9999", "1.10",
    "170141183460469231731687303715.884105727", "-170141183460469231731687303715.884105728",
  ]

  /// The text of a decimal times 10^scale, worked out on the text alone; nil if digits would go.
  private func scaled(_ text: String, _ scale: Int) -> String? {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while fraction.count > scale {
      guard fraction.removeLast() == "0" else { return nil }
    }
    fraction += String(repeating: "0", count: scale - fraction.count)
    let digits = (parts[0] + fraction).drop { $0 == "0" }
    guard !digits.isEmpty else { return "0" }
    return (isNegative ? "-" : "") + digits
  }

  private func compare(_ values: [String], scales: ClosedRange<Int>) throws -> Int {
    var compared = 0
    var connection = try connect(TestCluster.settings())
    let list = values.map { "('\($0)'::numeric)" }.joined(separator: ",")
    let query = "SELECT v, v::text FROM (VALUES \(list)) t(v)"
    try connection.copyOut(query, name: "numerics") { row in
      let text = try row.string(1)
      for scale in scales {
        let wanted = scaled(text, scale).flatMap { Int128($0) }
        var wide = try? row.numeric(0, scale: scale)
        // Beyond 128 bits there is no number either.
        if wide == .tooLarge { wide = nil }
        #expect(wide == wanted.map { .finite($0) }, "\(text) at scale \(scale)")
        let narrow = try row.numeric64(0, scale: scale)
        #expect(narrow == wanted.flatMap { Int64(exactly: $0) }, "\(text) at scale \(scale)")
        compared += 1
      }
    }
    return compared
  }

  @Test func `tricky numerics are exact at every scale or refused`() throws {
    let values = Self.tricky
    #expect(try compare(values, scales: 0...38) == values.count * 39)
  }

  @Test func `random numerics are exact at every scale or refused`() throws {
    var random = SeededRandom(of: "NUMERIC_SEED")
    let values = (0..<2000).map { _ in
      func digits(_ most: Int) -> String {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in
          // Many zeros and nines: the borders of digits of base 10,000.
          "\("00009999123456780".randomElement(using: &random) ?? "0")"
        }.joined()
      }
      let whole = digits(Bool.random(using: &random) ? 9 : 34)
      let text = "0" + whole + "." + digits(Bool.random(using: &random) ? 4 : 20) + "0"
      return (Bool.random(using: &random) ? "-" : "") + text
    }
    #expect(try compare(values, scales: 0...8) == values.count * 9)
  }

  @Test func `what has no form is told apart, wrong scales throw`() throws {
    var connection = try connect(TestCluster.settings())
    let query = "SELECT 'NaN'::numeric(10,2), 'Infinity'::numeric, '-Infinity'::numeric, 1.25, 1e40"
    try connection.copyOut(query, name: "specials") { row in
      expectEqual(try row.numeric(0, scale: 2), .notANumber)
      expectEqual(try row.numeric64(0, scale: 2), nil)
      for (column, scale) in [(1, 2), (2, 2), (4, 2), (4, 38)] {
        expectEqual(try row.numeric(column, scale: scale), .tooLarge)
        expectEqual(try row.numeric64(column, scale: scale), nil)
      }
      expectEqual(try row.numeric64(3, scale: 1), nil)
      for (column, scale, words) in [
        (3, 1, "more decimals"), (3, -1, "scale"), (3, 39, "scale"),
      ] {
        do throws(PostgresError) {
          _ = try row.numeric(column, scale: scale)
          Issue.record("column \(column) at scale \(scale) was accepted")
        } catch {
          #expect(error.message.contains(words))
          #expect(error.kind == .decode)
        }
      }
    }
  }
}
