import Reports
import Values

/// The sum of a column as exact text, so that no reader rounds it.
package enum ControlTotal: Hashable, Sendable {
  /// Over all rows, for example `1234.50`.
  case overall(String)
  /// For each unit of measure, for example `["kg": "12.500"]`.
  case byUnit([String: String])

  /// The totals of a table by the column's key.
  static func totals(of summary: TableSummary) -> [String: ControlTotal] {
    var totals: [String: ControlTotal] = [:]
    for (index, total) in summary.totals where summary.table.columns.indices.contains(index) {
      let column = summary.table.columns[index]
      let scale = column.type.scale ?? 0
      totals[column.key] =
        switch total {
        case .overall(let sum): .overall(ExactDecimal.text(sum, scale: scale))
        case .byUnit(let sums):
          .byUnit(
            Dictionary(
              sums.map { ($0.unit, ExactDecimal.text($0.sum, scale: scale)) },
              uniquingKeysWith: { $1 }))
        }
    }
    return totals
  }
}

extension ControlTotal: Codable {
  /// Reads a string or an object of strings; throws `DecodingError` for anything else.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .overall(text)
    } else {
      self = .byUnit(try container.decode([String: String].self))
    }
  }

  /// Writes a string or an object of strings.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .overall(let text): try container.encode(text)
    case .byUnit(let sums): try container.encode(sums)
    }
  }
}
