import Reports

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

  private static let width = 720
  private static let height = 200
  private static let left = 8
  private static let right = 8
  private static let top = 26
  private static let bottom = 26

  /// The picture in a figure with its caption; nothing for fewer than two points.
  var svg: String {
    // Only the picture goes through floating point, never a figure.
    let values = points.compactMap { Double($0.figure) }
    guard points.count > 1, values.count == points.count, let low = values.min(),
      let high = values.max(), let first = points.first, let last = points.last
    else { return "" }
    let days = Double(max(1, first.day.distance(to: last.day)))
    let span = high > low ? high - low : 1
    let places = zip(points, values).map { point, value in
      let x =
        Double(Self.left)
        + Double(first.day.distance(to: point.day)) / days
        * Double(Self.width - Self.left - Self.right)
      let y =
        high > low
        ? Double(Self.height - Self.bottom)
          - (value - low) / span * Double(Self.height - Self.top - Self.bottom)
        : Double(Self.height) / 2
      return (x: (x * 10).rounded() / 10, y: (y * 10).rounded() / 10)
    }
    let line = places.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    let suffix = unit.map { " \($0)" } ?? ""
    func figure(_ value: Double) -> String {
      let index = values.firstIndex(of: value) ?? 0
      return FigureText.grouped(points[index].figure) + suffix
    }
    var html = "<figure class=\"chart panel\"><figcaption>"
    html.append(escaped: "\(title), \(first.day) to \(last.day)")
    html += "</figcaption><svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\""
    html += " aria-labelledby=\"trend-title trend-desc\"><title id=\"trend-title\">"
    html.append(escaped: "\(title) over time")
    html += "</title><desc id=\"trend-desc\">"
    html.append(
      escaped: "From \(FigureText.grouped(first.figure))\(suffix) on \(first.day) to"
        + " \(FigureText.grouped(last.figure))\(suffix) on \(last.day); lowest \(figure(low)),"
        + " highest \(figure(high)). The table of runs below has each figure.")
    html += "</desc>"
    let base = Self.height - Self.bottom
    html += "<path class=\"axis\" d=\"M\(Self.left) \(base + 1)H\(Self.width - Self.right)\"/>"
    html += "<polyline class=\"line\" points=\"\(line)\"/>"
    if let end = places.last {
      html += "<circle class=\"dot\" cx=\"\(end.x)\" cy=\"\(end.y)\" r=\"4\"/>"
    }
    func text(_ words: String, x: Int, y: Int, anchor: String) {
      html += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">"
      html.append(escaped: words)
      html += "</text>"
    }
    text("highest \(figure(high))", x: Self.left, y: 16, anchor: "start")
    text("lowest \(figure(low))", x: Self.width - Self.right, y: 16, anchor: "end")
    text("\(first.day)", x: Self.left, y: Self.height - 7, anchor: "start")
    text("\(last.day)", x: Self.width - Self.right, y: Self.height - 7, anchor: "end")
    return html + "</svg></figure>"
  }
}
