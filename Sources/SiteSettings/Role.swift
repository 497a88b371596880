/// What somebody may do.
///
/// A role is given by the configuration, a token or a reverse proxy.
package enum Role: String, Codable, CaseIterable, Hashable, Sendable {
  /// See and download published reports: inventory managers and finance.
  case reportsRead = "reports:read"
  /// Decide about reorder suggestions and export orders: purchasing.
  case reorderReview = "reorder:review"
  /// See alerts and mute them.
  case alertsManage = "alerts:manage"
  /// Ask for current stock levels: other services.
  case stockRead = "stock:read"
}
