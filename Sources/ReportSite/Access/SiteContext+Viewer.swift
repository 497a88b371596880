public import SiteSettings

extension SiteContext {
  /// Who asks, and the stores that they may see with a role.
  ///
  /// Every route asks this first, or says ``answerAnyone()``; else its answer is withheld. Throws
  /// 401 when nobody has signed in, and 403 when the role is missing.
  public func viewer(with role: Role) throws(HTTPProblem) -> (Viewer, StoreScope) {
    let viewer = try signedIn()
    guard let scope = viewer.roles[role] else { throw .missing(role) }
    return (viewer, scope)
  }

  /// The person or service that has signed in, whatever their roles.
  ///
  /// For pages that show no figures. Throws 401.
  public func signedIn() throws(HTTPProblem) -> Viewer {
    gate.open()
    guard let viewer else { throw .notSignedIn }
    return viewer
  }

  /// Says that a route answers anybody without signing in: it shows nothing of any report.
  public func answerAnyone() {
    gate.open()
  }
}
