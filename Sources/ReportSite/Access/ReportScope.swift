import PublishedTables
import Publishing
import Reports
import SiteSettings

/// What somebody may see of what is published: all reports, or editions of some keys alone; each for
/// all stores or for some.
package struct ReportScope: Hashable, Sendable {
  /// The stores of every report; nil for who may see editions only.
  var reports: StoreScope?
  /// The stores of the editions of a key, whatever report they are of.
  var editions: [String: StoreScope]

  /// Whether anything may be seen at all.
  var isEmpty: Bool { reports == nil && editions.isEmpty }

  /// Whether editions are all that may be seen.
  var isOfEditions: Bool { reports == nil }

  /// The stores of a report or an edition, by its name; nil when it may not be seen.
  func stores(of name: String) -> StoreScope? {
    guard let (_, key) = EditionName.parts(of: name), let scope = editions[key] else {
      return reports
    }
    return reports.map { $0.union(scope) } ?? scope
  }

  /// Whose failures are told with their reasons, which may name figures over all stores, and costs.
  var reasons: StoreScope { reports ?? .only([]) }

  /// Whether a published report may be seen: of who may see editions only, each of its runs says that
  /// it is one.
  func sees(_ report: PublishedReport) -> Bool {
    guard stores(of: report.name) != nil else { return false }
    guard isOfEditions else { return true }
    let origin = EditionName.parts(of: report.name)?.report
    return report.runs.allSatisfy { $0.facts.editionOf == origin && origin != nil }
  }
}

extension PublishedCatalogue {
  /// What somebody may see of it.
  func seen(by scope: ReportScope) -> PublishedCatalogue {
    var seen = self
    seen.reports.removeAll { !scope.sees($0) }
    return seen
  }
}

extension Board {
  /// What somebody may see of it; what is wrong with definitions is for who may see reports.
  func seen(by scope: ReportScope) -> Board {
    guard scope.isOfEditions else { return self }
    var seen = self
    seen.catalogue = catalogue.seen(by: scope)
    let hidden = Set(catalogue.reports.map(\.name)).subtracting(seen.catalogue.reports.map(\.name))
    seen.standings.removeAll { standing in
      let name = standing.definition.name
      return scope.stores(of: name) == nil || hidden.contains(name)
        || standing.definition.origin == nil
    }
    seen.problems = []
    return seen
  }
}

extension SiteContext {
  /// Who asks, and what they may see of what is published, editions included.
  ///
  /// A route that asks this gives nothing of a report that the scope does not name. All others ask
  /// ``viewer(with:)``, which refuses who may see editions only. Throws 401 when nobody has signed in,
  /// and 403 when nothing may be seen.
  func reader() throws(HTTPProblem) -> (Viewer, ReportScope) {
    let viewer = try signedIn()
    let scope = viewer.reports
    guard !scope.isEmpty else { throw .missing(.reportsRead) }
    return (viewer, scope)
  }
}

extension Viewer {
  /// What they may see of what is published.
  var reports: ReportScope { ReportScope(reports: roles[.reportsRead], editions: editions) }

  /// Whether a part of the site has anything for them.
  func uses(_ section: PageSection) -> Bool {
    roles[section.role] != nil || section == .reports && !editions.isEmpty
  }
}
