import Synchronization

/// What the site counts of its requests: how many by route, method and status, and how long they took.
///
/// Routes are counted by their templates, so that whatever is asked, there are only so many lines.
final class SiteMetrics: Sendable {
  private struct Kind: Hashable {
    var route: String
    var method: String
    var status: Int
  }

  private struct Times {
    var buckets = [Int](repeating: 0, count: SiteMetrics.bounds.count)
    var count = 0
    var sum = 0.0
  }

  private struct State {
    var requests: [Kind: Int] = [:]
    var times: [String: Times] = [:]
  }

  /// The upper bounds of the histogram, in seconds.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]

  private let state = Mutex(State())

  /// Counts a request by its route's template.
  func count(route: String, method: String, status: Int, seconds: Double) {
    let method = Self.methods.contains(method) ? method : "other"
    state.withLock { state in
      state.requests[Kind(route: route, method: method, status: status), default: 0] += 1
      var times = state.times[route] ?? Times()
      times.count += 1
      times.sum += seconds
      if let place = Self.bounds.firstIndex(where: { seconds <= $0 }) { times.buckets[place] += 1 }
      state.times[route] = times
    }
  }

  /// The page that Prometheus reads.
  func page() -> String {
    let state = state.withLock { $0 }
    let requests = "inventory_reports_site_requests_total"
    var lines = ["# HELP \(requests) Requests by route.", "# TYPE \(requests) counter"]
    lines += state.requests.map {
      "\(requests){route=\"\($0.key.route)\",method=\"\($0.key.method)\",status=\"\($0.key.status)\"}"
        + " \($0.value)"
    }.sorted()
    let name = "inventory_reports_site_request_duration_seconds"
    lines += [
      "# HELP \(name) Time until the answer was ready to be sent.", "# TYPE \(name) histogram",
    ]
    for (route, times) in state.times.sorted(by: { $0.key < $1.key }) {
      var sum = 0
      for (bound, count) in zip(Self.bounds, times.buckets) {
        sum += count
        lines.append("\(name)_bucket{route=\"\(route)\",le=\"\(bound)\"} \(sum)")
      }
      lines.append("\(name)_bucket{route=\"\(route)\",le=\"+Inf\"} \(times.count)")
      lines.append("\(name)_sum{route=\"\(route)\"} \(times.sum)")
      lines.append("\(name)_count{route=\"\(route)\"} \(times.count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
