import Crypto
import SiteSettings
import Synchronization

/// The people who have signed in, in memory: a restart signs everybody out.
///
/// A session ends when it was not used for a while, and after a day's work in any case. Only the
/// digests of cookies are kept.
final class Sessions: Sendable {
  /// What a browser keeps.
  struct Opened {
    /// The cookie's value.
    var cookie: String
    /// Who signed in, with the token of their forms.
    var viewer: Viewer
  }

  private struct Session {
    var viewer: Viewer
    var opened: Duration
    var used: Duration
  }

  /// After how long without a request a session ends.
  static let idle = Duration.seconds(2 * 3_600)
  /// After how long a session ends in any case.
  static let longest = Duration.seconds(12 * 3_600)
  /// How many there are at most; the one that was used least lately goes.
  static let limit = 1_000

  private let sessions = Mutex<[SHA256.Digest: Session]>([:])
  private let now: @Sendable () -> Duration

  /// No session yet; `now` is a clock that never goes back.
  init(now: @escaping @Sendable () -> Duration = Monotonic.now) {
    self.now = now
  }

  /// Signs somebody in.
  func open(
    name: String, roles: [Role: StoreScope], editions: [String: StoreScope] = [:]
  ) -> Opened {
    let cookie = SecretToken().text
    let viewer = Viewer(
      name: name, roles: roles, editions: editions, formToken: SecretToken().text)
    let now = now()
    sessions.withLock { sessions in
      sessions = sessions.filter { Self.lasts($0.value, now) }
      if sessions.count >= Self.limit,
        let oldest = sessions.min(by: { $0.value.used < $1.value.used })
      {
        sessions[oldest.key] = nil
      }
      sessions[SecretToken.digest(of: cookie)] = Session(viewer: viewer, opened: now, used: now)
    }
    return Opened(cookie: cookie, viewer: viewer)
  }

  /// Who has this cookie; nil when nobody has, or has no more.
  func viewer(cookie: String) -> Viewer? {
    let digest = SecretToken.digest(of: cookie)
    let now = now()
    return sessions.withLock { sessions in
      guard var session = sessions[digest] else { return nil }
      guard Self.lasts(session, now) else {
        sessions[digest] = nil
        return nil
      }
      session.used = now
      sessions[digest] = session
      return session.viewer
    }
  }

  /// Signs somebody out.
  func close(cookie: String) {
    sessions.withLock { $0[SecretToken.digest(of: cookie)] = nil }
  }

  private static func lasts(_ session: Session, _ now: Duration) -> Bool {
    now - session.used < idle && now - session.opened < longest
  }
}
