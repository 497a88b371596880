import AsyncHTTPClient
import Foundation
import JWTKit
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// The keys of tokens, from a file or an address; read again when a token names one that is not there.
actor TokenKeys {
  /// One key as a set has it.
  private struct Listed: Decodable {
    var kid: String?
    var kty: String
    var alg: String?
    var use: String?
    var k: String?
  }

  private struct Set: Decodable {
    var keys: [Listed]
  }

  /// How long keys are taken without looking again.
  private static let life = Duration.seconds(3_600)
  /// How long to wait between two looks, however many unknown keys are named.
  private static let pause = Duration.seconds(60)

  private let place: String
  private let algorithms: [String]
  private let now: @Sendable () -> Duration
  private var collection = JWTKeyCollection()
  /// The algorithms that may be used with a key, by its id.
  private var usable: [String: [String]] = [:]
  private var tried: Duration?
  private var looking: Task<Void, Never>?

  /// Keys of a file path or an `https` address; nothing is read yet.
  init(
    _ place: String, algorithms: [String],
    now: @escaping @Sendable () -> Duration = Monotonic.now
  ) {
    self.place = place
    self.algorithms = algorithms
    self.now = now
  }

  /// The verified claims of a token whose header names a key and an algorithm.
  ///
  /// Nil when there is no such key. Throws when the signature is wrong.
  func claims(
    of token: String, key: String, algorithm: String, logger: Logger
  ) async throws -> TokenClaims? {
    let age = tried.map { now() - $0 }
    let isUnknown = usable[key] == nil
    if age.map({ $0 > Self.life || (isUnknown && $0 > Self.pause) }) ?? true {
      await look(logger)
    }
    guard usable[key]?.contains(algorithm) == true else { return nil }
    return try await collection.verify(token, as: TokenClaims.self)
  }

  /// Reads the keys; those that ask meanwhile wait for the same look.
  ///
  /// Keys that were read before stay when it fails.
  private func look(_ logger: Logger) async {
    if let looking { return await looking.value }
    let task = Task {
      do {
        try await take(try await read())
      } catch {
        logger.error("token keys cannot be read", metadata: ["error": "\(error)"])
      }
    }
    looking = task
    await task.value
    looking = nil
    tried = now()
  }

  private func read() async throws -> [UInt8] {
    guard place.hasPrefix("https://") || place.hasPrefix("http://") else {
      let path = place
      return try await NIOThreadPool.singleton.runIfActive {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      }
    }
    let response = try await HTTPClient.shared.execute(
      HTTPClientRequest(url: place), timeout: .seconds(10))
    guard response.status.code == 200 else {
      throw UnusableAccess("the server answered \(response.status.code)")
    }
    return Array(buffer: try await response.body.collect(upTo: 1 << 20))
  }

  private func take(_ json: [UInt8]) async throws {
    let data = Data(json)
    let listed = try JSONDecoder().decode(Set.self, from: data).keys
    let objects =
      (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["keys"] as? [[String: Any]]
    let collection = JWTKeyCollection()
    var usable: [String: [String]] = [:]
    for (key, object) in zip(listed, objects ?? []) {
      let fitting = algorithms.filter { Self.kinds[$0] == key.kty && [$0, nil].contains(key.alg) }
      guard let id = key.kid, !fitting.isEmpty, key.use == nil || key.use == "sig" else { continue }
      if key.kty == "oct" {
        guard let secret = key.k.flatMap(Self.bytes), secret.count >= 32 else { continue }
        await collection.add(
          hmac: HMACKey(from: secret), digestAlgorithm: .sha256, kid: JWKIdentifier(string: id))
      } else {
        let json = try JSONSerialization.data(withJSONObject: object)
        guard let jwk = try? JSONDecoder().decode(JWK.self, from: json) else { continue }
        try await collection.add(jwk: jwk)
      }
      usable[id] = fitting
    }
    self.collection = collection
    self.usable = usable
  }

  /// The kind of key that an algorithm takes: with another one a public key could pass for a secret.
  private static let kinds = ["ES256": "EC", "EdDSA": "OKP", "RS256": "RSA", "HS256": "oct"]

  /// The bytes of base 64 in the letters of URLs.
  static func bytes(_ text: String) -> Data? {
    let usual = text.replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: usual + String(repeating: "=", count: (4 - usual.count % 4) % 4))
  }
}
