import Values

/// A figure over time as a line, drawn here: a picture for the eye, while the runs are the table.
struct TrendChart {
  /// A day's figure, exact.
  struct Point {
    var day: Day
    var figure: String
  }

  let title: String
  let unit: String?
  let points: [Point]

  // The picture is stretched to the page's width: units, not pixels.
  private static let width = 1_000.0
  private static let height = 100.0
  private static let margin = 4.0

  /// The picture in a figure with its caption; nothing for fewer than two points.
  var svg: String {
    // Only the picture goes through floating point, never a figure.
    let values = points.compactMap { Double($0.figure) }
    guard points.count > 1, values.count == points.count, let low = values.min(),
      let high = values.max(), let first = points.first, let last = points.last
    else { return "" }
    let days = Double(max(1, first.day.distance(to: last.day)))
    let room = Self.height - 2 * Self.margin
    let places = zip(points, values).map { point, value in
      let x = Double(first.day.distance(to: point.day)) / days * Self.width
      let y = high > low ? (high - value) / (high - low) * room + Self.margin : Self.height / 2
      return (x: (x * 10).rounded() / 10, y: (y * 10).rounded() / 10)
    }
    let line = places.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    let suffix = unit.map { " \($0)" } ?? ""
    func figure(_ value: Double) -> String {
      let index = values.firstIndex(of: value) ?? 0
      return FigureText.grouped(points[index].figure) + suffix
    }
    var html = "<figure class=\"chart panel\"><figcaption>"
    html.append(escaped: title)
    html += " <span class=\"aside\">"
    html.append(escaped: "highest \(figure(high)), lowest \(figure(low))")
    html += "</span></figcaption><svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\""
    html += " role=\"img\" aria-labelledby=\"trend-title trend-desc\"><title id=\"trend-title\">"
    html.append(escaped: "\(title) over time")
    html += "</title><desc id=\"trend-desc\">"
    html.append(
      escaped: "From \(FigureText.grouped(first.figure))\(suffix) on \(first.day) to"
        + " \(FigureText.grouped(last.figure))\(suffix) on \(last.day); lowest \(figure(low)),"
        + " highest \(figure(high)). The table of runs below has each figure.")
    html += "</desc><path class=\"axis\" d=\"M0 100H1000\"/>"
    html += "<polyline class=\"line\" points=\"\(line)\"/>"
    if let end = places.last {
      // A line of no length with round ends: a dot that stretching leaves round.
      html += "<path class=\"dot\" d=\"M\(end.x) \(end.y)h0\"/>"
    }
    html += "</svg><div class=\"ends\"><span>\(first.day)</span><span>\(last.day)</span></div>"
    return html + "</figure>"
  }
}
