import Foundation
import ReorderReview
import StateStore
import Values

/// A page of lines, of one supplier or of all.
struct LinesView {
  /// A view of the lines by how they stand.
  struct Tab {
    var label: String
    var count: Int
    var path: String
    var isCurrent: Bool
  }

  /// What the buttons for a whole supplier need.
  struct Bulk {
    var approvePath: String
    var exportPath: String
    var hasStore: Bool
    var run: String
    var token: String?
    var untouchedText: String
    var canApprove: Bool
    var ready: String
    var readyText: String
    var readyValue: String
    var canExport: Bool
    var key: String
    var leftOut: [String]
    /// That the products have no supplier, so that nothing can be ordered; nil when they have one.
    var noSupplier: String?
  }

  var title: String
  var notes: [String]
  var done: String?
  var day: String
  var currency: String
  var showsSupplier: Bool
  var facts: SuppliersView.Row?
  var tabs: [Tab]
  var rows: [LineView]
  var hasRows: Bool
  var bulk: Bulk?
  var hasPages: Bool
  var previous: String?
  var next: String?
  var back: String
  var token: String?

  init(
    _ moment: ReviewAccess.Moment, book: ReviewBook, lines: [ReviewedLine], address: ReviewAddress,
    supplier: SupplierReview?, all: [SupplierReview], done: String?, token: String?
  ) {
    title = supplier.map { LineView.name(ofSupplier: $0.supplier, $0.name) } ?? "All suppliers"
    notes = moment.notes
    self.done = done
    day = book.day.description
    currency = book.currency
    showsSupplier = address.supplier == nil
    facts = supplier.map { SuppliersView.Row($0, store: address.store) }
    let states: [ReviewDecision.State?] = [nil] + ReviewDecision.State.allCases
    tabs = states.map { state in
      let count = all.reduce(0) { sum, supplier in
        sum + (state.map { supplier.counts[$0] ?? 0 } ?? supplier.counts.values.reduce(0, +))
      }
      return Tab(
        label: state.map { LineView.words($0) } ?? "All", count: count,
        path: address.with {
          $0.state = state
          $0.page = 1
        }.path, isCurrent: state == address.state)
    }
    let shown = lines.prefix(ReviewAddress.linesPerPage)
    rows = shown.map { LineView($0) }
    hasRows = !rows.isEmpty
    previous = address.page > 1 ? address.with { $0.page -= 1 }.path : nil
    next = lines.count > shown.count ? address.with { $0.page += 1 }.path : nil
    hasPages = previous != nil || next != nil
    back = address.path
    self.token = token
  }

  /// Adds the buttons for the whole supplier.
  mutating func addBulk(
    supplier: SupplierReview, address: ReviewAddress, book: ReviewBook, untouched: Int,
    ready: ReviewService.Ready, leftOut: [ReviewError.LeftOut]
  ) {
    let hasSupplier = supplier.supplier != ReviewKey.noSupplier
    let all = ReviewAddress(supplier: supplier.supplier)
    let here = ReviewAddress(supplier: supplier.supplier, store: address.store)
    bulk = Bulk(
      approvePath: "/review/approve-all?\(here.query)", exportPath: "/review/export?\(all.query)",
      hasStore: address.store != nil, run: book.run,
      token: token, untouchedText: ReviewText.count(untouched, "undecided line"),
      canApprove: untouched > 0 && hasSupplier, ready: ready.digest,
      readyText: ReviewText.count(ready.lines, "approved line"),
      readyValue: ReviewText.money(ready.value),
      canExport: ready.lines > 0 && hasSupplier, key: UUID().uuidString,
      leftOut: hasSupplier
        ? leftOut.map { "\($0.line.labels.sku), \($0.line.labels.store): \($0.why)" } : [],
      noSupplier: hasSupplier ? nil : ReviewError.noSupplier.description)
  }
}
