import ReorderReview
import StateStore
import Values

/// The list of exported orders.
struct OrdersView {
  /// One order.
  struct Row {
    var id: Int64
    var supplier: String
    var time: String
    var by: String
    var lines: Int
    var value: String
    var currency: String
    var workbook: String
    var csv: String
    var isNew: Bool
  }

  var rows: [Row]
  var hasRows: Bool
  var hasOlder: Bool
  var older: String?
  var done: String?

  init(
    _ orders: [ReviewOrder], limit: Int, new: Int64?, leftOut: Int, _ calendar: BusinessCalendar
  ) {
    rows = orders.prefix(limit).map { order in
      Row(
        id: order.id, supplier: order.addressee,
        time: FigureText.time(order.createdAt, in: calendar), by: order.createdBy,
        lines: order.lines, value: ReviewText.money(order.value), currency: order.currency,
        workbook: "/review/orders/\(order.id)/xlsx", csv: "/review/orders/\(order.id)/csv",
        isNew: order.id == new)
    }
    hasRows = !rows.isEmpty
    hasOlder = orders.count > limit
    older =
      hasOlder ? rows.last.map { "/review/orders?before=\($0.id)" } : nil
    let left = ReviewText.count(leftOut, "line")
    done = new.map { new in
      "Order \(new) is exported. Download it below."
        + (leftOut > 0 ? " \(left) left out: the supplier's page says why." : "")
    }
  }
}
