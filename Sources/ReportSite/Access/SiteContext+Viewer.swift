package import SiteSettings
import Synchronization

extension SiteContext {
  /// Who asks, and the stores that they may see with a role.
  ///
  /// Every route asks this first, or says ``answerAnyone()``; else its answer is withheld. Throws
  /// 401 when nobody has signed in, and 403 when the role is missing.
  package func viewer(with role: Role) throws(HTTPProblem) -> (Viewer, StoreScope) {
    let viewer = try signedIn()
    guard let scope = viewer.roles[role] else { throw .missing(role) }
    return (viewer, scope)
  }

  /// The person or service that has signed in, whatever their roles.
  ///
  /// For pages that show no figures. Throws 401.
  package func signedIn() throws(HTTPProblem) -> Viewer {
    gate.open()
    guard let viewer else { throw .notSignedIn }
    return viewer
  }

  /// Says that a route answers anybody without signing in: it shows nothing of any report.
  package func answerAnyone() {
    gate.open()
  }
}

/// Remembers of one request whether its route has said whom it answers, and who asked.
///
/// The answer of a route that has not is withheld. Of what stands around a route, such as the log,
/// each sees the same gate, whatever context it was given.
final class RouteGate: Sendable {
  private let opened = Atomic(false)
  private let known = Mutex<Viewer?>(nil)

  /// Whether the route asked for a role, or said that it answers anyone.
  var isOpen: Bool { opened.load(ordering: .relaxed) }

  /// Who asks, once the request has proved it.
  var viewer: Viewer? {
    get { known.withLock { $0 } }
    set { known.withLock { $0 = newValue } }
  }

  func open() {
    opened.store(true, ordering: .relaxed)
  }
}
