import Foundation

/// A service that takes events: where it is and how it knows that they are ours.
package struct Endpoint: Sendable {
  package let name: EndpointName
  /// Where events are sent.
  let url: URL
  let token: Secret?
  let signer: WebhookSigner

  /// A service below a base URL.
  ///
  /// Throws `AlertError`: the URL is none, a secret has the wrong form, or a token would be sent
  /// over a plain connection without leave.
  package init(
    _ name: EndpointName, base: String, path: String, token: Secret?, secrets: [Secret],
    allowsPlainToken: Bool
  ) throws(AlertError) {
    let joined = "\(base.hasSuffix("/") ? String(base.dropLast()) : base)\(path)"
    guard path.hasPrefix("/"), let host = URL(string: base)?.host, !host.isEmpty,
      let url = URL(string: joined), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme)
    else {
      throw .configuration(
        "the \(name.rawValue) service needs a URL such as https://notifications.example and a path"
          + " that starts with /")
    }
    // It would be shown in every message.
    guard url.user == nil, url.password == nil else {
      throw .configuration(
        "the URL of the \(name.rawValue) service has a password in it; give a token instead")
    }
    guard token == nil || scheme == "https" || allowsPlainToken else {
      throw .configuration(
        "the token of the \(name.rawValue) service is never sent over plain HTTP: use https, leave"
          + " the token out and rely on the signature, or set alerts.plain_token to true")
    }
    self.name = name
    self.url = url
    self.token = token
    signer = try WebhookSigner(secrets)
  }

  /// Where it is, for messages: without a query, which may hold a key.
  package var place: String {
    let port = url.port.map { ":\($0)" } ?? ""
    return "\(url.scheme ?? "")://\(url.host ?? "")\(port)\(url.path)"
  }
}

/// A text that no log, error or message ever shows.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var description: String { "***" }
  package var debugDescription: String { "***" }
}

extension Secret: CustomReflectable {
  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
