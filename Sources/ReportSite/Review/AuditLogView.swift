import ReorderReview
import StateStore
import Values

/// The audit log, of one line or of all.
struct AuditLogView {
  /// One entry.
  struct Entry {
    var time: String
    var actor: String
    var what: String
    var line: String
    var path: String?
    var before: String
    var after: String

    init(_ named: NamedReviewEvent, _ calendar: BusinessCalendar) {
      let event = named.event
      time = FigureText.time(event.at, in: calendar)
      actor = event.actor
      what = Self.words(event)
      line = named.labels.map { "\($0.sku) \($0.product), \($0.store)" } ?? ""
      path = event.line.map { "/review/line/\($0)" }
      before = event.before.map { Self.words($0.decision) } ?? ""
      after = event.after.map { Self.words($0.decision) } ?? ""
    }

    private static func words(_ event: ReviewEvent) -> String {
      switch event.kind {
      case .imported: event.note
      case .decided: "Decided"
      case .undone: "Undone"
      case .reopened: "Reopened: \(event.note)"
      case .exported: "Exported in order \(event.order ?? 0)"
      case .returned:
        event.note.isEmpty ? "Dismissal ended" : "Dismissal ended: \(event.note)"
      case .closed: "Closed: no longer suggested after the order"
      }
    }

    /// A decision in a few words.
    static func words(_ decision: ReviewDecision) -> String {
      let text: String
      switch decision {
      case .open: return "Open"
      case .approved(let quantity, _): text = "Approved \(OrderQuantity.text(quantity))"
      case .dismissed: text = "Dismissed"
      case .snoozed(let until, _): text = "Snoozed until \(until)"
      case .ordered(let order, let quantity):
        text = "\(OrderQuantity.text(quantity)) in order \(order)"
      }
      return decision.reason.isEmpty ? text : "\(text): \(decision.reason)"
    }
  }

  var entries: [Entry]
  var hasEntries: Bool
  var hasOlder: Bool
  var older: String?
  /// Where all of it is as a file.
  var file: String
  /// Whether it is of one line.
  var isOfLine: Bool

  /// A page of the audit log, of one line or of all; `older` is asked for when there are more
  /// entries than the limit.
  init(
    _ events: [NamedReviewEvent], of line: Int64? = nil, limit: Int, _ calendar: BusinessCalendar
  ) {
    entries = events.prefix(limit).map { Entry($0, calendar) }
    hasEntries = !entries.isEmpty
    hasOlder = events.count > limit
    file = "/review/trail.csv" + (line.map { "?line=\($0)" } ?? "")
    isOfLine = line != nil
    let last = events.prefix(limit).last?.event.sequence
    let filter = line.map { "line=\($0)&" } ?? ""
    older = hasOlder ? last.map { "/review/trail?\(filter)before=\($0)" } : nil
  }
}
