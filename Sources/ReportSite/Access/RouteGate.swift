import Synchronization

/// Remembers whether a route has said whom it answers; the answer of one that has not is withheld.
final class RouteGate: Sendable {
  private let opened = Atomic(false)

  /// Whether the route asked for a role, or said that it answers anyone.
  var isOpen: Bool { opened.load(ordering: .relaxed) }

  func open() {
    opened.store(true, ordering: .relaxed)
  }
}
