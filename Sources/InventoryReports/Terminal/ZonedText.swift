import Values

/// Times and lengths of time for people.
enum ZonedText {
  /// `2026-11-22 14:05`, as the zone's clocks show it.
  static func time(_ instant: Instant, in calendar: BusinessCalendar) -> String {
    String(calendar.text(instant).prefix(16)).replacing("T", with: " ")
  }

  /// `40 s`, `12 min`, `5 h` or `3 days`; nothing shorter than 0.
  static func length(from start: Instant, to end: Instant) -> String {
    let seconds = max(0, (end.microseconds - start.microseconds) / 1_000_000)
    switch seconds {
    case ..<120: return "\(seconds) s"
    case ..<7_200: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3_600) h"
    default: return "\(seconds / 86_400) days"
    }
  }

  /// `640 ms`, `4.2 s` or `3 min 20 s`.
  static func duration(milliseconds: Int) -> String {
    switch milliseconds {
    case ..<1_000: return "\(milliseconds) ms"
    case ..<60_000: return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    default: return "\(milliseconds / 60_000) min \(milliseconds % 60_000 / 1_000) s"
    }
  }
}
