import Foundation

/// Whom the server runs as: PostgreSQL refuses to run as root.
struct ServerUser {
  /// The user to become; nil to stay who we are.
  private let account: (user: uid_t, group: gid_t)?

  /// The current user or, for root, `postgres` or else `nobody`.
  static func find() throws(EmbeddedClusterError) -> ServerUser {
    guard geteuid() == 0 else { return ServerUser(account: nil) }
    for name in ["postgres", "nobody"] {
      if let entry = unsafe getpwnam(name) {
        return ServerUser(account: unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid))
      }
    }
    throw EmbeddedClusterError("root cannot run PostgreSQL, and there is no user to run it as")
  }

  /// The words that go before a command so that it runs as this user.
  var command: [String] {
    guard let account else { return [] }
    return [
      "setpriv", "--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups", "--",
    ]
  }

  /// Makes a folder that only this user can enter.
  ///
  /// A folder that exists must be empty or hold a cluster: it will change hands, and be removed.
  func makeFolder(_ path: String) throws(EmbeddedClusterError) {
    let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let isCluster = FileManager.default.fileExists(atPath: path + "/data/PG_VERSION")
    guard content.isEmpty || isCluster else {
      throw EmbeddedClusterError("the folder \(path) contains something other than a cluster")
    }
    var attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    if let account {
      attributes[.ownerAccountID] = account.user
      attributes[.groupOwnerAccountID] = account.group
    }
    do {
      let files = FileManager.default
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
      try files.setAttributes(attributes, ofItemAtPath: path)
    } catch {
      throw EmbeddedClusterError("cannot make the folder \(path): \(error.localizedDescription)")
    }
  }
}
