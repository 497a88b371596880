import PublishedTables
import Publishing
import Reports

/// The head, body and totals of a table as HTML: the one place where a page is not a template, since
/// it has thousands of cells.
struct TableRows {
  let table: PublishedTable
  let definition: ReportDefinition?
  let address: TableAddress
  let page: TablePage?
  /// Whether the totals are of some rows only.
  let isFiltered: Bool

  /// The columns that are shown, by their places.
  private var shown: [Int] {
    table.columns.indices.filter { address.showsIDs || !table.isID($0) }
  }

  /// The rows of the table element.
  var html: String {
    let shown = shown
    var html = "<thead><tr>"
    for index in shown { appendHead(index, to: &html) }
    html += "</tr></thead><tbody>"
    let looks = shown.map(look)
    for row in page?.rows ?? [] {
      html += "<tr>"
      for (index, look) in zip(shown, looks) { append(row[index], look, to: &html) }
      html += "</tr>\n"
    }
    if page?.rows.isEmpty ?? true {
      html += "<tr><td colspan=\"\(shown.count)\" class=\"none\">No rows match.</td></tr>"
    }
    html += "</tbody>"
    appendTotals(shown, to: &html)
    return html
  }

  /// How the values of a column look.
  private enum Look {
    case text, code, number, ratio, flag, time, day
  }

  private func look(_ index: Int) -> Look {
    let column = table.columns[index]
    switch column.kind {
    case .text: return .text
    case .uuid: return .code
    case .boolean: return .flag
    case .timestamp: return .time
    case .date: return .day
    case .number:
      return definition?.table(table.key)?.columns.first { $0.key == column.key }?.type == .ratio
        ? .ratio : .number
    }
  }

  private func appendHead(_ index: Int, to html: inout String) {
    let column = table.columns[index]
    let order = address.order?.column == column.key ? address.order : nil
    let isNumber = column.kind == .number
    html += "<th scope=\"col\""
    if isNumber { html += " class=\"n\"" }
    if let order { html += " aria-sort=\"\(order.descending ? "descending" : "ascending")\"" }
    // Numbers are mostly looked at from the largest down.
    let descends = order.map { !$0.descending } ?? isNumber
    html += "><a href=\""
    html.append(
      escaped: address.changed {
        $0.order = TableQuery.Order(column: column.key, descending: descends)
      })
    html += "\" title=\""
    html.append(escaped: column.meaning)
    html += "\">"
    html.append(escaped: column.title)
    if let order {
      html += " <span class=\"arrow\" aria-hidden=\"true\">\(order.descending ? "↓" : "↑")</span>"
    }
    html += "</a></th>"
  }

  private func append(_ value: String, _ look: Look, to html: inout String) {
    switch look {
    case .text:
      html += "<td>"
      html.append(escaped: value)
    case .code:
      html += "<td class=\"c\">"
      html.append(escaped: value)
    case .number:
      html += value.first == "-" ? "<td class=\"n minus\">" : "<td class=\"n\">"
      html.append(escaped: FigureText.grouped(value))
    case .ratio:
      html += value.first == "-" ? "<td class=\"n minus\">" : "<td class=\"n\">"
      html.append(escaped: FigureText.percent(value))
    case .flag:
      html += "<td>"
      html.append(escaped: value == "true" ? "yes" : value == "false" ? "no" : value)
    case .time:
      html += "<td class=\"t\">"
      html.append(escaped: FigureText.time(value))
    case .day:
      html += "<td class=\"t\">"
      html.append(escaped: value)
    }
    html += "</td>"
  }

  private func appendTotals(_ shown: [Int], to html: inout String) {
    guard let totals = page?.totals, shown.contains(where: { totals[table.columns[$0].key] != nil })
    else { return }
    html += "<tfoot><tr>"
    for (place, index) in shown.enumerated() {
      let total = totals[table.columns[index].key]
      if place == 0, total == nil {
        html += "<th scope=\"row\">\(isFiltered ? "Total of these" : "Total")</th>"
        continue
      }
      html += "<td class=\"n\">"
      switch total {
      case .overall(let text): html.append(escaped: FigureText.grouped(text))
      case .byUnit(let units):
        for (unit, text) in units.sorted(by: { $0.key < $1.key }) {
          html += "<span class=\"unit\">"
          html.append(escaped: "\(FigureText.grouped(text)) \(unit)")
          html += "</span> "
        }
      case nil: break
      }
      html += "</td>"
    }
    html += "</tr></tfoot>"
  }
}

extension PublishedTable {
  /// Whether a column is for programs: a UUID, or the key of a group beside the group's name.
  func isID(_ index: Int) -> Bool {
    columns[index].kind == .uuid
      || columns[index].key == "key" && self.index(of: "name") != nil
  }
}
