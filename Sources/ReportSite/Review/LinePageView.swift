import ReorderReview
import StateStore

/// The page of one line: all its figures, what can be done, and what happened to it.
struct LinePageView {
  var line: LineView
  var currency: String
  var notes: [String]
  /// What was just done; nil when nothing was.
  var done: String?
  /// Why the last request was refused; nil when none was.
  var problem: String?
  /// What somebody else did meanwhile.
  var meanwhile: [AuditLogView.Entry]
  var hasMeanwhile: Bool
  /// Whether the line was changed while somebody looked at it.
  var isStale: Bool
  var auditLog: AuditLogView
  var back: String
  var token: String?

  init(
    _ item: ReviewedLine, _ moment: ReviewAccess.Moment, auditLog: AuditLogView, back: String,
    token: String?
  ) {
    currency = moment.book?.currency ?? ""
    line = LineView(item)
    notes = moment.notes
    meanwhile = []
    hasMeanwhile = false
    isStale = false
    self.auditLog = auditLog
    self.back = back
    self.token = token
  }

  /// The page after a refusal: with what was wrong, and with what the buyer had entered.
  func refused(
    _ problem: String, isStale: Bool, form: ReviewForm, since: [AuditLogView.Entry] = []
  ) -> LinePageView {
    var page = self
    page.problem = problem
    page.meanwhile = since
    page.hasMeanwhile = !since.isEmpty
    page.isStale = isStale
    if !form.text("quantity").isEmpty { page.line.quantity = form.text("quantity") }
    if !form.text("until").isEmpty { page.line.until = form.text("until") }
    page.line.reason = form.text("reason")
    return page
  }
}
