import PublishedTables
import Publishing
import Values

/// The stock's value by age, a bar for each month: a picture for the eye, while the reports have the
/// figures.
struct AgeChart {
  /// The parts of a month's bar, youngest first, unknown last; exact.
  struct Bar {
    var month: String
    var parts: [String]
  }

  let bars: [Bar]
  /// What the parts are called.
  let titles: [String]

  /// The columns of the detail whose totals are the parts.
  private static let keys = (1...6).map { "value_\($0)" } + ["value_unknown"]

  /// The chart of some runs of stock-ageing, in order.
  init(_ runs: [(month: String, run: PublishedRun)]) {
    bars = runs.compactMap { month, run in
      let totals = run.facts.totals["detail"] ?? [:]
      let parts = Self.keys.compactMap { key -> String? in
        guard case .overall(let text) = totals[key] else { return nil }
        return text
      }
      return parts.count == Self.keys.count ? Bar(month: month, parts: parts) : nil
    }
    let table = runs.last.flatMap { PublishedTable("detail", of: $0.run) }
    titles = Self.keys.map { key in
      table?.columns.first { $0.key == key }?.title ?? key
    }
  }

  private static let height = 120.0
  private static let width = 60.0

  /// The picture in a figure with its legend; nothing without bars.
  var svg: String {
    // Only the picture goes through floating point, never a figure. A negative part has no height.
    let values = bars.map { bar in bar.parts.map { max(0, Double($0) ?? 0) } }
    guard let most = values.map({ $0.reduce(0, +) }).max(), most > 0 else { return "" }
    let total = Self.width * Double(bars.count)
    var html = "<figure class=\"chart panel\"><figcaption>Value by age</figcaption>"
    html += "<svg class=\"ages\" viewBox=\"0 0 \(total) \(Self.height)\" role=\"img\""
    html += " preserveAspectRatio=\"none\" aria-label=\"Value by age at each month end\">"
    for (place, parts) in values.enumerated() {
      var y = Self.height
      for (part, value) in parts.enumerated() where value > 0 {
        let size = (value / most * Self.height * 10).rounded() / 10
        y -= size
        html += "<rect class=\"age\(part + 1)\" x=\"\(Double(place) * Self.width + 8)\""
        html += " y=\"\((y * 10).rounded() / 10)\" width=\"\(Self.width - 16)\" height=\"\(size)\">"
        html += "<title>"
        html.append(
          escaped: "\(bars[place].month), \(titles[part]): "
            + FigureText.grouped(bars[place].parts[part]))
        html += "</title></rect>"
      }
    }
    html += "</svg><ol class=\"months\" aria-hidden=\"true\">"
    for bar in bars { html += "<li>\(bar.month)</li>" }
    html += "</ol><ul class=\"legend\">"
    for (part, title) in titles.enumerated() {
      html += "<li><span class=\"key age\(part + 1)\"></span>"
      html.append(escaped: title)
      html += "</li>"
    }
    return html + "</ul></figure>"
  }
}
