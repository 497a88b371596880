import TestSupport
import Testing

@testable import Alerts

/// What follows from an answer, and how long to wait.
@Suite struct AnswerTests {
  private func verdict(_ status: Int, _ retryAfter: String? = nil) -> Answer.Verdict {
    Answer.status(status, retryAfter: retryAfter).verdict(at: Items.start)
  }

  @Test func `statuses`() {
    for status in [200, 201, 202, 204, 299, 409] { #expect(verdict(status) == .delivered) }
    for status in [400, 401, 403, 404, 413, 422] { #expect(verdict(status) == .dead) }
    for status in [301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504] {
      #expect(verdict(status) == .again(after: nil))
    }
    #expect(verdict(410) == .stop)
    #expect(Answer.failed("x").verdict(at: Items.start) == .again(after: nil))
  }

  @Test func `the service's wish counts with 429 and 503`() {
    #expect(verdict(429, "7") == .again(after: 7))
    #expect(verdict(503, "0") == .again(after: 0))
    #expect(verdict(500, "7") == .again(after: nil))
    #expect(verdict(429, "-1") == .again(after: nil))
    #expect(verdict(429, "soon") == .again(after: nil))
    #expect(verdict(429, "99999999999") == .again(after: 86_400))
    // 2023-11-14T22:13:20Z is now.
    #expect(verdict(503, "Tue, 14 Nov 2023 22:14:20 GMT") == .again(after: 60))
    #expect(verdict(503, "Tue, 14 Nov 2023 22:00:00 GMT") == .again(after: 0))
  }

  @Test func `waits are bounded, and anything below the bound`() {
    let backoff = Backoff()
    var random = SeededRandom(of: "BACKOFF_SEED")
    for failures in 0...2_000 {
      let bound = failures > 12 ? backoff.most : backoff.base << Int64(max(0, failures - 1))
      let wait = backoff.wait(after: failures, using: &random)
      #expect((0...min(bound, backoff.most)).contains(wait))
    }
    let waits = (0..<400).map { _ in backoff.wait(after: 3, using: &random) }
    #expect(waits.contains { $0 < 1_000_000 })
    #expect(waits.contains { $0 > 3_000_000 })
  }
}
