import Crypto
import Synchronization

/// The one-time links by which the people of this machine sign in.
///
/// Anybody who can read the program's output may do everything: it runs as their user. A link is
/// good once and for ten minutes. The next one leaves it as it is: anybody of this machine may have a
/// new one written, and must not make that of others void.
final class SignInLinks: Sendable {
  /// How long a link is good.
  static let life = Duration.seconds(600)

  private let current = Mutex<[(digest: SHA256.Digest, until: Duration)]>([])
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

  /// Makes a new link and writes it.
  func renew() {
    let token = make()
    announce.withLock { $0 }?(token)
  }

  /// A new token.
  func make() -> String {
    let token = SecretToken().text
    current.withLock { links in
      links.removeAll { $0.until <= now() }
      links.append((SecretToken.digest(of: token), now() + Self.life))
    }
    return token
  }

  /// Whether a token is good; it is not any more then.
  func redeem(_ token: String) -> Bool {
    let digest = SecretToken.digest(of: token)
    return current.withLock { links in
      guard let place = links.firstIndex(where: { $0.digest == digest }) else { return false }
      return now() < links.remove(at: place).until
    }
  }
}
