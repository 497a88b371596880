import SiteSettings

/// The parts of the site that the navigation shows.
enum PageSection: CaseIterable {
  case reports, monthEnd, review, alerts

  var path: String {
    switch self {
    case .reports: "/"
    case .monthEnd: "/month-end"
    case .review: "/review"
    case .alerts: "/alerts"
    }
  }

  var label: String {
    switch self {
    case .reports: "Reports"
    case .monthEnd: "Month end"
    case .review: "Reorder review"
    case .alerts: "Alerts"
    }
  }

  /// Who sees it.
  var role: Role {
    switch self {
    case .reports, .monthEnd: .reportsRead
    case .review: .reorderReview
    case .alerts: .alertsManage
    }
  }
}
