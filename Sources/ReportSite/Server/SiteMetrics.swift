import Monitoring
import Synchronization

/// What the site counts of its requests: how many by route, method and status, and how long they took.
///
/// Routes are counted by their templates, so that the number of lines is bounded whatever is
/// requested.
final class SiteMetrics: Sendable {
  private struct Kind: Hashable {
    var route: String
    var method: String
    var status: Int
  }

  fileprivate struct Times {
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
    let requests = state.requests.sorted {
      ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
    }
    var page = MetricsPage()
    page.set(
      MetricFamily(
        "inventory_reports_site_requests_total", .counter, help: "Requests by route.",
        requests.map { kind, count in
          .init(
            [
              .init("route", kind.route), .init("method", kind.method),
              .init("status", "\(kind.status)"),
            ], "\(count)")
        }))
    page.set(
      MetricFamily(
        "inventory_reports_site_request_duration_seconds", .histogram,
        help: "Time until the answer was ready to be sent.",
        state.times.sorted { $0.key < $1.key }.flatMap { $0.value.samples(route: $0.key) }))
    return page.text
  }
}

extension SiteMetrics.Times {
  /// Buckets that include those before them, as the format wants it, with sum and count.
  fileprivate func samples(route: String) -> [MetricFamily.Sample] {
    let route = MetricFamily.Label("route", route)
    var total = 0
    var samples = zip(SiteMetrics.bounds, buckets).map { bound, count in
      total += count
      return MetricFamily.Sample([route, .init("le", "\(bound)")], "\(total)", part: .bucket)
    }
    samples.append(.init([route, .init("le", "+Inf")], "\(count)", part: .bucket))
    samples.append(.init([route], "\(sum)", part: .sum))
    samples.append(.init([route], "\(count)", part: .count))
    return samples
  }
}
