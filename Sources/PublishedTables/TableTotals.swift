import Publishing
import Reports

/// Sums the totalled columns over the rows that are asked for.
struct TableTotals {
  private struct Sum {
    var index: Int
    var key: String
    var scale: Int
    var overall: Int128 = 0
    var byUnit: [String: Int128] = [:]
    var isByUnit: Bool
  }

  private var sums: [Sum] = []
  private let unit: Int?

  init(_ table: PublishedTable) {
    unit = table.index(of: "unit")
    for (index, column) in table.columns.enumerated() {
      guard let total = table.totals[column.key] else { continue }
      switch total {
      case .overall(let text):
        sums.append(
          Sum(index: index, key: column.key, scale: Self.scale(of: text), isByUnit: false))
      case .byUnit(let texts):
        let scale = texts.values.map(Self.scale).max() ?? 0
        sums.append(Sum(index: index, key: column.key, scale: scale, isByUnit: true))
      }
    }
  }

  /// Adds the present record; a value that is no number adds nothing.
  mutating func add(_ record: borrowing RecordReader) {
    for place in sums.indices {
      guard let number = SortKey.number(record, record.fields[sums[place].index]) else { continue }
      if sums[place].isByUnit, let unit {
        sums[place].byUnit[record.text(record.fields[unit]), default: 0] += number
      } else {
        sums[place].overall += number
      }
    }
  }

  /// The sums as a manifest has them.
  var totals: [String: ControlTotal] {
    var totals: [String: ControlTotal] = [:]
    for sum in sums {
      func text(_ value: Int128) -> String {
        ExactDecimal.text(
          ExactDecimal.rescale(value, from: SortKey.scale, to: sum.scale), scale: sum.scale)
      }
      totals[sum.key] =
        sum.isByUnit ? .byUnit(sum.byUnit.mapValues(text)) : .overall(text(sum.overall))
    }
    return totals
  }

  /// The digits after the point in a number.
  private static func scale(of text: String) -> Int {
    text.firstIndex(of: ".").map { text.utf8.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
