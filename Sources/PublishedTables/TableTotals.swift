import Publishing
import Values

/// Sums the totalled columns over the rows that are asked for.
struct TableTotals {
  private struct Sum {
    var index: Int
    var key: String
    var scale: Int
    var overall: Int128 = 0
    /// By the units' places; nil where nothing was added.
    var byUnit: [Int128?] = []
    var isByUnit: Bool
  }

  private var sums: [Sum] = []
  private let unit: Int?
  private var units: [String: Int] = [:]
  /// The last row's unit and its place, since most products of a store have the same.
  private var lastUnit: [UInt8] = []
  private var lastPlace: Int?

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
        let unit = self.place(of: record.fields[unit], record)
        while sums[place].byUnit.count <= unit { sums[place].byUnit.append(nil) }
        sums[place].byUnit[unit] = (sums[place].byUnit[unit] ?? 0) + number
      } else {
        sums[place].overall += number
      }
    }
  }

  private mutating func place(
    of unit: RecordReader.Field, _ record: borrowing RecordReader
  ) -> Int {
    let bytes = record.bytes[unit.start..<unit.end]
    if let lastPlace, bytes.elementsEqual(lastUnit) { return lastPlace }
    let text = record.text(unit)
    let place = units[text] ?? units.count
    units[text] = place
    lastUnit = Array(bytes)
    lastPlace = place
    return place
  }

  /// The sums as a manifest has them.
  var totals: [String: ControlTotal] {
    var totals: [String: ControlTotal] = [:]
    for sum in sums {
      func text(_ value: Int128) -> String {
        ExactDecimal.text(
          ExactDecimal.rescale(value, from: SortKey.scale, to: sum.scale), scale: sum.scale)
      }
      guard sum.isByUnit else {
        totals[sum.key] = .overall(text(sum.overall))
        continue
      }
      totals[sum.key] = .byUnit(
        units.compactMapValues { place in
          place < sum.byUnit.count ? sum.byUnit[place].map(text) : nil
        })
    }
    return totals
  }

  /// The digits after the point in a number.
  private static func scale(of text: String) -> Int {
    text.firstIndex(of: ".").map { text.utf8.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
