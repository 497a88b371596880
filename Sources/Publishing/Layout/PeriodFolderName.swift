package import Reports
package import Values

/// The name under which a run is published: `2026-11-21`, `2026-11-01_2026-11-30`, and with a
/// filter `2026-11-21.f-1a2b3c4d`.
package struct PeriodFolderName: Hashable, Sendable {
  package let text: String
  /// The first business date.
  package let from: Day
  /// The last business date, included.
  package let to: Day
  /// Whether a parameter other than the dates differs from its default.
  package let isFiltered: Bool

  /// The name of a run's period and parameters.
  package init(context: ReportContext) {
    from = context.period.from
    to = context.period.to
    let canonical = CanonicalParameters(context.parameters)
    isFiltered = !canonical.isEmpty
    text =
      isFiltered
      ? "\(context.period.label).f-\(canonical.hexDigest.prefix(8))" : context.period.label
  }

  /// A name as it stands in a folder; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".f-", omittingEmptySubsequences: false)
    let days = (parts.first ?? "").split(separator: "_", omittingEmptySubsequences: false)
    guard let first = days.first, let from = Day(first), parts.count <= 2, days.count <= 2 else {
      return nil
    }
    self.from = from
    to = days.count == 2 ? Day(days[1]) ?? from : from
    // A range of one day has the short name only.
    guard days.count == 1 || from < to else { return nil }
    if parts.count == 2 {
      let isHex = parts[1].utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
      guard parts[1].utf8.count == 8, isHex else { return nil }
    }
    isFiltered = parts.count == 2
    self.text = String(text)
  }
}

extension PeriodFolderName: CustomStringConvertible {
  package var description: String { text }
}
