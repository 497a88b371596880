import Values

/// Dates as HTTP has them: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text of an instant; its fraction of a second is left out.
  static func text(_ instant: Instant) -> String {
    // 2026-11-22T01:30:00[.ffffff]Z
    let text = instant.description
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month),
      let day = Day(text.prefix(10))
    else { return "" }
    let weekday = Int(((day.daysSinceEpoch % 7) + 7) % 7)
    let clock = text.dropFirst(11).prefix(8)
    return "\(days[weekday]), \(parts[2]) \(months[month - 1]) \(parts[0]) \(clock) GMT"
  }
}
