import Foundation
import HTTPTypes
import Hummingbird
import SiteSettings

/// Where browsers see the site: its public address, or the one on this machine.
struct SiteOrigin: Sendable {
  /// Such as `https://reports.example`, without a path; nil on this machine alone.
  let publicURL: String?

  /// Whether cookies are for HTTPS only.
  var isSecure: Bool { publicURL?.hasPrefix("https://") == true }

  /// The name of the session's cookie; with HTTPS no other host can set it.
  var cookieName: String { isSecure ? "__Host-inventory-reports" : "inventory-reports" }

  /// Whether a request that a browser signs by itself, with its cookie, names this site as its host.
  ///
  /// Another name is another site that was made to lead here (DNS rebinding).
  func isHost(of request: Request) -> Bool {
    guard let authority = request.head.authority?.lowercased() else { return false }
    if let publicURL, publicURL == "https://\(authority)" || publicURL == "http://\(authority)" {
      return true
    }
    return Self.isLoopback(authority: authority)
  }

  /// Whether a browser says that a page of this site sent the request.
  func isOrigin(of request: Request) -> Bool {
    if let site = request.headers[.fetchSite], site != "same-origin" { return false }
    guard let origin = request.headers[.origin]?.lowercased(),
      let authority = request.head.authority?.lowercased()
    else { return false }
    if origin == publicURL { return true }
    return Self.isLoopback(authority: authority) && origin == "http://\(authority)"
  }

  /// Whether a request says which page sent it, as browsers do with every change.
  func isNamed(in request: Request) -> Bool {
    request.headers[.origin] != nil || request.headers[.fetchSite] != nil
  }

  /// Whether `host:port` is a name of this machine for itself.
  static func isLoopback(authority: String) -> Bool {
    let host =
      if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
        String(authority[authority.index(after: authority.startIndex)..<end])
      } else {
        String(authority.prefix { $0 != ":" })
      }
    return SiteSettings.isLoopback(host: host)
  }
}
