import Synchronization

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
