import Foundation
import PublishedTables
import Publishing
import Reports
import Values

/// Some rows of a published table, to sort, filter and page through.
struct TablePageView {
  let table: PublishedTable
  let definition: ReportDefinition?
  let address: TableAddress
  let scope: StoreScope
  /// The rows; nil when they could not be read as asked.
  let page: TablePage?
  /// Why there are none.
  let problem: String?

  private var reportTitle: String { definition?.title ?? table.run.reportTitle }
  private var period: String { PeriodText.text(table.run) }

  /// The page's content.
  func content() throws -> String {
    try TemplateLibrary.render("table", view)
  }

  private struct View {
    var report: String
    var reportTitle: String
    var run: String
    var period: String
    var title: String
    var path: String
    var problem: String?
    var isOpen: Bool
    var search: String
    var columns: [Choice]
    var comparisons: [Choice]
    var value: String
    var kept: [String]
    var order: String?
    var ids: Bool
    var hasChips: Bool
    var chips: [Chip]
    var status: String
    var idsPath: String
    var idsText: String
    var asOf: String
    var hasFiles: Bool
    var csv: String
    var workbook: String
    var rows: String
    var hasPages: Bool
    var before: String?
    var place: String
    var after: String?
  }

  private struct Choice {
    var key: String
    var title: String
    var isChosen: Bool
  }

  private struct Chip {
    var path: String
    var text: String
  }

  private var view: View {
    let count = page?.count ?? 0
    let first = page?.first ?? 0
    let last = first + (page?.rows.count ?? 0)
    let draft = problem == nil ? nil : address.draft
    let place =
      count == 0 || last == first
      ? "no rows"
      : "rows \(FigureText.grouped("\(first + 1)"))–\(FigureText.grouped("\(last)"))"
        + " of \(FigureText.grouped("\(count)"))"
    let all = scope == .all ? table.resource.rows : nil
    let isFiltered = !address.search.isEmpty || !address.conditions.isEmpty
    var status = page == nil ? "No rows" : FigureText.rows(count)
    if isFiltered, let all { status += " of \(FigureText.grouped("\(all)"))" }
    if scope != .all { status += " of your stores" }
    let hasIDs = table.columns.indices.contains { table.isID($0) }
    return View(
      report: table.run.facts.report, reportTitle: reportTitle, run: table.run.id.text,
      period: period, title: table.resource.title, path: address.path, problem: problem,
      isOpen: draft != nil,
      search: address.search,
      columns: table.columns.map {
        Choice(key: $0.key, title: $0.title, isChosen: $0.key == draft?.column)
      },
      comparisons: TableQuery.Comparison.allCases.map {
        Choice(key: $0.rawValue, title: $0.words, isChosen: $0 == draft?.comparison)
      },
      value: draft?.value ?? "", kept: address.conditions.map(TableAddress.text),
      order: address.order.map { ($0.descending ? "-" : "") + $0.column }, ids: address.showsIDs,
      hasChips: isFiltered, chips: chips, status: status,
      idsPath: address.changed {
        $0.showsIDs.toggle()
        $0.first = address.first
      }, idsText: hasIDs ? (address.showsIDs ? "Hide ids" : "Show ids") : "",
      asOf: FigureText.time(table.run.facts.asOf.text), hasFiles: page != nil,
      csv: file(isFiltered || address.order != nil ? "\(table.key).csv" : table.resource.path),
      workbook: file("\(table.key).xlsx"),
      rows: TableRows(
        table: table, definition: definition, address: address, page: page,
        isFiltered: isFiltered || scope != .all
      ).html,
      hasPages: count > TableAddress.rows || first > 0,
      before: first > 0
        ? address.changed { $0.first = max(0, first - TableAddress.rows) } : nil,
      place: place,
      after: last < count ? address.changed { $0.first = last } : nil)
  }

  /// The address of a file with the rows that are shown, all pages of them.
  private func file(_ name: String) -> String {
    address.file("/download/\(table.run.facts.report)/\(table.run.id)/\(name)")
  }

  private var chips: [Chip] {
    var chips: [Chip] = []
    if !address.search.isEmpty {
      chips.append(
        Chip(path: address.changed { $0.search = "" }, text: "text contains “\(address.search)”"))
    }
    for condition in address.conditions {
      let title = table.columns.first { $0.key == condition.column }?.title ?? condition.column
      chips.append(
        Chip(
          path: address.changed { $0.conditions.removeAll { $0 == condition } },
          text: "\(title) \(condition.comparison.words) \(condition.value)"
            .trimmingCharacters(in: .whitespaces)))
    }
    return chips
  }
}

extension TableQuery.Comparison {
  /// The comparison in words.
  var words: String {
    switch self {
    case .contains: "contains"
    case .equals: "is"
    case .atLeast: "is at least"
    case .atMost: "is at most"
    case .isEmpty: "is empty"
    case .isNotEmpty: "is not empty"
    }
  }
}
