import Foundation
import Values

/// What became of one request.
enum Answer: Sendable {
  /// The service answered in full.
  case status(Int, retryAfter: String?)
  /// There was no whole answer; the text says why, without anything that was sent or came.
  case failed(String)

  /// What to do about it.
  enum Verdict: Equatable {
    case delivered
    /// Try again; the seconds are the service's own wish, for all that goes to it.
    case again(after: Int?)
    /// It will never be taken.
    case dead
    /// The service wants nothing any more.
    case stop
  }

  func verdict(at now: Instant) -> Verdict {
    guard case .status(let status, let retryAfter) = self else { return .again(after: nil) }
    switch status {
    // 409: an earlier attempt of the same event got there.
    case 200..<300, 409: return .delivered
    case 410: return .stop
    case 429, 503:
      return .again(after: retryAfter.flatMap { Self.seconds($0, from: now) })
    case 408, 425: return .again(after: nil)
    case 400..<500: return .dead
    default: return .again(after: nil)
    }
  }

  /// Why it is no success; nil when it is.
  var problem: String? {
    switch self {
    case .failed(let reason): reason
    case .status(200..<300, _), .status(409, _): nil
    case .status(let status, _) where (300..<400).contains(status):
      "answered \(status); redirects are not followed"
    case .status(let status, _): "answered \(status)"
    }
  }

  /// `Retry-After` as seconds, whether it is a number or a date; at most a day.
  static func seconds(_ text: String, from now: Instant) -> Int? {
    let day = 86_400
    if let seconds = Int(text) { return seconds < 0 ? nil : min(seconds, day) }
    guard let date = httpDate(text) else { return nil }
    let seconds = Int(date.timeIntervalSince1970) - Int(now.microseconds / 1_000_000)
    return max(0, min(seconds, day))
  }

  /// The form that RFC 9110 asks of senders.
  private static func httpDate(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.date(from: text)
  }
}
