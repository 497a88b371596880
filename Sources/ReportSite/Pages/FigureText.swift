import Publishing
import Values

/// Figures, times and sizes as people read them.
enum FigureText {
  /// An exact number with a comma after each three digits: `-1,234.50`.
  static func grouped(_ number: some StringProtocol) -> String { ExactDecimal.grouped(number) }

  /// A share such as `0.2500` as `25.00 %`; the text as it is when it is none.
  static func percent(_ ratio: String) -> String {
    guard let value = ExactDecimal.parse(ratio, scale: 4) else { return ratio }
    return grouped(ExactDecimal.text(value, scale: 2)) + " %"
  }

  /// `640 bytes`, `12 kB` or `3.4 MB`.
  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1_000: "\(bytes) bytes"
    case ..<1_000_000: "\((bytes + 500) / 1_000) kB"
    default: "\(bytes / 1_000_000).\(bytes % 1_000_000 / 100_000) MB"
    }
  }

  /// `2026-11-22 14:05`, as the zone's clocks show it.
  static func time(_ instant: Instant, in calendar: BusinessCalendar) -> String {
    time(calendar.text(instant))
  }

  /// The same of a time stamp's text.
  static func time(_ text: String) -> String {
    String(text.prefix(16)).replacing("T", with: " ")
  }

  /// The same to the second.
  static func clock(_ text: String) -> String {
    String(text.prefix(19)).replacing("T", with: " ")
  }

  /// `12 minutes`, `5 hours` or `3 days`.
  static func length(from start: Instant, to end: Instant) -> String {
    let minutes = max(0, (end.microseconds - start.microseconds) / 60_000_000)
    switch minutes {
    case ..<1: return "less than a minute"
    case 1: return "1 minute"
    case ..<120: return "\(minutes) minutes"
    case ..<2_880: return "\(minutes / 60) hours"
    default: return "\(minutes / 1_440) days"
    }
  }

  /// How a total differs from an earlier one: `+120.00 (+1.3 %)`; nil when one of them is no number.
  static func change(from before: String, to after: String) -> String? {
    let scale = max(decimals(before), decimals(after))
    guard let before = ExactDecimal.parse(before, scale: scale),
      let after = ExactDecimal.parse(after, scale: scale)
    else { return nil }
    let difference = after - before
    if difference == 0 { return "no change" }
    let sign = difference > 0 ? "+" : ""
    let text = sign + grouped(ExactDecimal.text(difference, scale: scale))
    guard before > 0, difference.magnitude < UInt128(1) << 96 else { return text }
    let share = ExactDecimal.divide(difference * 1_000, by: before)
    return "\(text) (\(sign)\(ExactDecimal.text(share, scale: 1)) %)"
  }

  private static func decimals(_ number: String) -> Int {
    number.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count
      ?? 0
  }

  /// A total, in money with its currency, of a quantity for each unit.
  static func total(_ total: ControlTotal, currency: String?) -> String {
    switch total {
    case .overall(let text): return grouped(text) + (currency.map { " \($0)" } ?? "")
    case .byUnit(let units):
      let texts = units.sorted { $0.key < $1.key }.map { "\(grouped($0.value)) \($0.key)" }
      return texts.isEmpty ? "0" : texts.joined(separator: ", ")
    }
  }
}
