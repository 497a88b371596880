import Crypto
import Synchronization

/// The one-time links by which the people of this machine sign in.
///
/// Whoever can read what the program writes may do everything: it runs as their user. A link is
/// good once and for ten minutes; the next one replaces it.
final class SignInLinks: Sendable {
  /// How long a link is good.
  static let life = Duration.seconds(600)

  private let current = Mutex<(digest: SHA256.Digest, until: Duration)?>(nil)
  private let now: @Sendable () -> Duration
  /// Where links are written; set when the site listens.
  private let announce = Mutex<(@Sendable (_ token: String) -> Void)?>(nil)

  init(now: @escaping @Sendable () -> Duration = Monotonic.now) {
    self.now = now
  }

  /// Says where links are written.
  func announce(_ write: @escaping @Sendable (_ token: String) -> Void) {
    announce.withLock { $0 = write }
  }

  /// Makes a new link and writes it; the one before it is void.
  func renew() {
    let token = make()
    announce.withLock { $0 }?(token)
  }

  /// A new token; the one before it is void.
  func make() -> String {
    let token = SecretToken().text
    current.withLock { $0 = (SecretToken.digest(of: token), now() + Self.life) }
    return token
  }

  /// Whether a token is good; it is not any more then.
  func redeem(_ token: String) -> Bool {
    current.withLock { current in
      guard let known = current, known.digest == SecretToken.digest(of: token) else { return false }
      current = nil
      return now() < known.until
    }
  }
}
